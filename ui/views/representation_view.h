#pragma once

#include "ui/explain/explain_representation.h"

class QButtonGroup;
class QComboBox;
class QSplitter;
class QStackedWidget;

namespace evenhand::ui {

class TransferController;
class TransferPage;

/// What does the network still know of the group? The representation before and after, its
/// training (also while it goes on), who can still tell the groups apart, what remains of the tasks, and how
/// it serves a new one. Only for runs that learned a representation.
class RepresentationView final : public View {
    Q_OBJECT
public:
    RepresentationView(TransferController* transfer, QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// A network that is being trained has done another epoch.
    void showTraining(const std::shared_ptr<const TrainingCurve>& curve);

protected:
    void refresh() override;

private:
    QWidget* makeBar();
    void fillRepeats();
    void showPage();
    void showCurves();
    [[nodiscard]] RepresentationPage page() const;
    [[nodiscard]] std::optional<std::size_t> repeat() const;
    [[nodiscard]] bool hasOwn() const;

    QButtonGroup* m_page;
    QComboBox* m_repeat;
    int m_chosenRepeat; ///< kept over pages that have no mean
    QStackedWidget* m_stack;
    QSplitter* m_both;
    FigureView* m_left;
    FigureView* m_right;
    FigureView* m_below; ///< below the right one, on the page of the training
    TransferPage* m_transfer;
    std::shared_ptr<const TrainingCurve> m_live;
};

} // namespace evenhand::ui
