#pragma once

#include <QStandardItemModel>
#include <QStringList>
#include <QWidget>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace evenhand::ui {

/// Columns with a check mark each, found by typing; the likely ones stand on top with the reason.
class ColumnPicker final : public QWidget {
    Q_OBJECT
public:
    struct Choice {
        QString name;
        QString reason; ///< may be empty; shown behind the name and as tooltip
    };

    /// @param label  what is chosen here, for screen readers
    explicit ColumnPicker(const QString& label, QWidget* parent = nullptr);

    void setChoices(const QList<Choice>& choices);
    void setChecked(const QStringList& names);
    [[nodiscard]] QStringList checked() const;
    void setVisibleRows(int rows);

signals:
    void checkedChanged(const QStringList& names);

private:
    QLineEdit* m_search;
    QListView* m_list;
    QStandardItemModel m_model;
    QSortFilterProxyModel* m_filter;
    bool m_updating = false;
    bool m_isFresh = false; ///< no choice was shown in the list yet
};

} // namespace evenhand::ui
