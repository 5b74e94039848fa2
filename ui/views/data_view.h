#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

class QCheckBox;
class QLabel;
class QListView;
class QTableView;

namespace evenhand::ui {

class ProfileModel;
class TableModel;

/// What did I load? Every row and a profile of every column, by group on demand.
class DataView final : public View {
    Q_OBJECT
public:
    explicit DataView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override { return context.table != nullptr; }
    [[nodiscard]] QString explanation() const override;

protected:
    void refresh() override;

private:
    void showTable();
    void showSplit();

    TableModel* m_model;
    ProfileModel* m_profiles;
    QTableView* m_table;
    QListView* m_list;
    QCheckBox* m_split;
    QLabel* m_legend;
    std::shared_ptr<const LoadedTable> m_shown;
    std::vector<std::string> m_splitBy;
    JobRunner m_splitJob;
};

} // namespace evenhand::ui
