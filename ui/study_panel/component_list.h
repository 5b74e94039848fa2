#pragma once

#include <QTreeWidget>

#include <vector>

namespace evenhand::ui {

/// A learner or method as it is offered.
struct ComponentChoice {
    QString id, name;
    QString toolTip;
    QString note;   ///< a few words at the right: how many values, or why it cannot be
    int family = 0; ///< index of a heading; without headings of no meaning
    bool ticked = false;
    bool possible = true; ///< otherwise it can only be unticked
    bool warns = false;   ///< the note is a reason

    friend bool operator==(const ComponentChoice&, const ComponentChoice&) = default;
};

/// Learners or methods to be ticked, under headings that fold. As high as its rows: the panel around it
/// scrolls. The row with the focus is the one whose parameters are shown.
class ComponentList final : public QTreeWidget {
    Q_OBJECT
public:
    /// @param headings  of the families; none: a flat list
    ComponentList(const QString& name, const QStringList& headings, QWidget* parent = nullptr);

    /// Keeps what is folded and where the focus is as long as the same things are offered.
    void setChoices(const std::vector<ComponentChoice>& choices);
    /// Empty on a heading.
    [[nodiscard]] QString focusedId() const;
    void setFocusedId(const QString& id);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void tickWanted(const QString& id, bool on);
    void focusedChanged(const QString& id);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void refreshItem(QTreeWidgetItem* item, const ComponentChoice& choice);
    void refreshHeadings();
    [[nodiscard]] QTreeWidgetItem* itemOf(const QString& id) const;

    QStringList m_headings;
    std::vector<ComponentChoice> m_choices;
    bool m_updating = false;
};

} // namespace evenhand::ui
