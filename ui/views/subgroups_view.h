#pragma once

#include "ui/views/view.h"

class QLabel;

namespace evenhand::ui {

/// Who is hidden inside a group? The groups that several sensitive attributes form together.
class SubgroupsView final : public View {
    Q_OBJECT
public:
    explicit SubgroupsView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override { return context.audit != nullptr; }
    [[nodiscard]] QString explanation() const override;

protected:
    void refresh() override;

private:
    QLabel* m_groups;
};

} // namespace evenhand::ui
