#include "ui/views/data_view.h"

#include "ui/charts/palette.h"
#include "ui/explain/explain_text.h"
#include "ui/models/profile_model.h"
#include "ui/models/table_model.h"
#include "ui/text/labels.h"
#include "ui/theme/theme.h"
#include "ui/widgets/section.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

struct Split {
    std::shared_ptr<const std::vector<ProfileModel::SplitCounts>> counts;
    std::vector<std::string> groups;
};

/// Width that suits a column's name and its first rows; looking at all rows would take a minute on a large
/// table.
int columnWidth(const Column& column, const QFontMetrics& metrics)
{
    int width = metrics.horizontalAdvance(QString::fromStdString(column.name)) + 30;
    for (std::size_t row = 0; row < std::min<std::size_t>(column.rows(), 40); ++row)
        width = std::max(
            width, metrics.horizontalAdvance(QString::fromStdString(column.cell(row)).left(80)) + 18);
    return std::clamp(width, 56, 240);
}

} // namespace

DataView::DataView(QWidget* parent)
    : View(parent)
    , m_model(new TableModel(this))
    , m_profiles(new ProfileModel(this))
    , m_table(new QTableView(this))
    , m_list(new QListView(this))
    , m_split(new QCheckBox(tr("Sp&lit by group"), this))
    , m_legend(smallLabel({}, this))
{
    m_table->setModel(m_model);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setStyleSheet(QStringLiteral("QTableView { border: none; border-radius: 0; }"));
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    // The style sheet's padding is in no size hint: without this the letters lose their lower part.
    m_table->horizontalHeader()->setFixedHeight(m_table->fontMetrics().height() + 18);
    m_table->setAccessibleName(tr("Rows of the table"));
    m_list->setModel(m_profiles);
    m_list->setItemDelegate(new ProfileDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setStyleSheet(QStringLiteral("QListView { border: none; border-radius: 0; }"));
    m_list->setAccessibleName(tr("Columns"));
    m_split->setToolTip(tr("Draw each column's values once for every group of the sensitive attribute"));

    auto* const side = new QWidget(this);
    auto* const sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(0);
    auto* const head = new QWidget(side);
    auto* const headLayout = new QVBoxLayout(head);
    headLayout->setContentsMargins(10, 6, 10, 6);
    headLayout->setSpacing(2);
    headLayout->addWidget(m_split);
    headLayout->addWidget(m_legend);
    m_legend->hide();
    sideLayout->addWidget(head);
    sideLayout->addWidget(m_list, 1);

    auto* const splitter = new QSplitter(this);
    splitter->addWidget(m_table);
    splitter->addWidget(side);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({500, 300});
    m_table->setMinimumWidth(200);
    side->setMinimumWidth(220);
    splitter->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    connect(m_split, &QCheckBox::toggled, this, &DataView::showSplit);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& column) {
            if (column.isValid())
                m_table->scrollTo(m_model->index(std::max(m_table->rowAt(4), 0), column.row()));
        });
    connect(&m_splitJob, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        const auto split = jobValue<Split>(value);
        m_profiles->setSplit(split->counts);
        QStringList names;
        const Palette palette = currentColours().dark ? Palette::dark() : Palette::light();
        static const char* const kLines[] = {"━", "╍", "┅", "┉"};
        for (std::size_t i = 0; i < split->groups.size() && i < 8; ++i)
            names << QStringLiteral("<span style='color:%1'>%2</span> %3")
                         .arg(palette.colour(Hue::Group, static_cast<int>(i)).name(),
                             QString::fromUtf8(kLines[i % 4]), escaped(split->groups[i]));
        m_legend->setText(names.join(QStringLiteral(" &nbsp; ")));
        m_legend->setVisible(m_split->isChecked());
    });
}

void DataView::refresh()
{
    if (context().table != m_shown)
        showTable();
    if (context().roles.sensitive != m_splitBy)
        showSplit();
}

void DataView::showTable()
{
    m_shown = context().table;
    m_profiles->setTable(m_shown);
    m_model->setTable(m_shown ? m_shown->data.table : nullptr);
    m_splitBy.clear();
    if (!m_shown)
        return;
    const auto& columns = m_shown->data.table->columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_table->setColumnWidth(static_cast<int>(i), columnWidth(columns[i], m_table->fontMetrics()));
}

void DataView::showSplit()
{
    m_splitBy = context().roles.sensitive;
    m_legend->hide();
    m_profiles->setSplit(nullptr);
    m_splitJob.abandon();
    if (!m_split->isChecked() || !m_shown || m_splitBy.empty())
        return;
    m_splitJob.start([table = m_shown, roles = context().roles](
                         const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(const Groups groups, makeGroups(*table->data.table, roles.sensitive, roles.cuts));
        EH_TRY(auto counts, splitCounts(*table, groups, ctx));
        return JobRunner::Value(std::make_shared<const Split>(
            Split {std::make_shared<const std::vector<ProfileModel::SplitCounts>>(std::move(counts)),
                groups.names}));
    });
}

QString DataView::explanation() const
{
    return explainData(context());
}

} // namespace evenhand::ui
