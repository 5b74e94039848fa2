#include "ui/charts/figure_view.h"
#include "ui/models/threshold_model.h"
#include "ui/text/translate.h"
#include "ui/theme/theme.h"
#include "ui/views/threshold_controls.h"
#include "ui/views/threshold_overlay.h"
#include "ui/views/threshold_readings.h"
#include "ui/views/threshold_view.h"
#include "ui/widgets/data_label.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kControlsWidth = 190;
constexpr int kLeastFigure = 230; ///< pixels of height; a lower window scrolls
constexpr int kMostRowsShown = 5; ///< of the table; the rest is scrolled to

} // namespace

ThresholdView::ThresholdView(QWidget* parent)
    : View(parent)
    , m_mode(new QButtonGroup(this))
    , m_choice(new QComboBox(this))
    , m_undo(new QToolButton(this))
    , m_reset(new QToolButton(this))
    , m_sentence(dataLabel(this))
    , m_figure(new FigureView(this))
    , m_overlay(new ThresholdOverlay(m_figure))
    , m_readings(new ThresholdReadings(this))
    , m_controls(new ThresholdControls(this))
    , m_model(new ThresholdModel(this))
    , m_table(new QTableView(this))
    , m_note(
          smallLabel(tr("Judged on the rows that they are chosen on, so optimistic. One per group needs to "
                        "know the group when deciding."),
              this))
{
    m_figure->setAccessibleName(tr("Scores of every group with their thresholds"));
    m_figure->setFigure({});
    m_figure->setOverlay(m_overlay);
    m_figure->setExportedFigure([this] {
        return m_subject ? thresholdFigure(*m_subject, m_thresholds) : evenhand::Figure(m_figure->figure());
    });
    makeTable();
    m_controls->setFixedWidth(kControlsWidth);
    reserveSentence();
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* const middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(m_figure, 1);
    middle->addWidget(m_controls);
    m_figure->setMinimumHeight(kLeastFigure);
    // As high as there is room for, not as it would like to be.
    m_figure->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    // A window of 800 pixels with the runs below has not the height for all of it.
    auto* const page = new QWidget(this);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 8, 12, 6);
    layout->setSpacing(6);
    layout->addWidget(makeBar());
    layout->addWidget(m_sentence);
    layout->addLayout(middle, 1);
    layout->addWidget(m_readings);
    layout->addWidget(m_table);
    layout->addWidget(m_note);
    start();
}

void ThresholdView::start()
{
    m_explained.setSingleShot(true);
    m_explained.setInterval(150);
    connect(&m_explained, &QTimer::timeout, this, &View::explanationChanged);
    connect(m_mode, &QButtonGroup::idClicked, this, [this](int id) {
        if ((id == 0) != m_wasCommon)
            setCommon(id == 0);
    });
    connect(m_choice, &QComboBox::activated, this, [this](int index) { m_source.request(context(), index); });
    connect(m_undo, &QToolButton::clicked, this, &ThresholdView::undo);
    connect(m_reset, &QToolButton::clicked, this, [this] { reset(ThresholdOverlay::kEverybody); });
    connect(&m_source, &ThresholdSource::changed, this, [this] {
        if (isVisible())
            onSubject();
        else
            refreshWhenShown();
    });
    connect(m_overlay, &ThresholdOverlay::moveBegan, this, [this] { remember(Deed::Jump); });
    connect(m_overlay, &ThresholdOverlay::moved, this, &ThresholdView::move);
    connect(m_overlay, &ThresholdOverlay::resetWanted, this, &ThresholdView::reset);
    connect(m_controls, &ThresholdControls::goalWanted, this, &ThresholdView::pursue);
    connect(m_controls, &ThresholdControls::costsChanged, this, [this] {
        if (m_subject)
            evaluate();
    });
    connect(&m_optimum, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        m_goalName = m_wantedName;
        apply(*jobValue<std::vector<double>>(value));
    });
    connect(&m_optimum, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        m_sentence->setText(error.hint.empty()
                ? tr("%1: %2.").arg(m_wantedName, translate(error.what))
                : tr("%1: %2; %3.").arg(m_wantedName, translate(error.what), translate(error.hint)));
    });
}

QWidget* ThresholdView::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(
        makeSegments({tr("One threshold"), tr("One per group")}, tr("Thresholds"), m_mode, bar));
    m_mode->button(0)->setToolTip(tr("Everybody is cut at the same score"));
    m_mode->button(1)->setToolTip(tr("Every group has a threshold of its own"));
    const auto prepare = [&](QToolButton* button, const char* icon, const QString& text, const QString& tip) {
        button->setIcon(themeIcon(QString::fromLatin1(icon)));
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setToolTip(tip);
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setEnabled(false);
        layout->addWidget(button);
    };
    layout->addStretch();
    m_choiceLabel = fieldLabel(tr("Re&peat"), m_choice);
    m_choice->setObjectName(QStringLiteral("choice"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout->addWidget(m_choiceLabel);
    layout->addWidget(m_choice);
    prepare(m_undo, "undo", tr("Undo"), tr("Back to the thresholds before the last button or drag"));
    prepare(m_reset, "close", tr("Reset"), tr("Back to the thresholds behind the present decisions"));
    return bar;
}

void ThresholdView::makeTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ChangeDelegate(m_table));
    m_table->setAccessibleName(tr("Counts and rates of every group"));
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(2 * m_table->fontMetrics().height() + 4);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setStyleSheet(QStringLiteral("QHeaderView::section { padding: 3px 1px; font-size: 8.5pt; }"));
    header->setFixedHeight(2 * m_table->fontMetrics().height() + 6);
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(32);
    // The names of groups give way, with a tooltip, before a column of numbers is cut off.
    header->setSectionResizeMode(ThresholdModel::Group, QHeaderView::Stretch);
}

/// Numbers that can be typed, and the height and widths of the table.
void ThresholdView::makeNumberBoxes()
{
    m_wasCommon = isCommon();
    m_boxes.clear();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex place = m_model->index(row, ThresholdModel::Threshold);
        const std::optional<std::size_t> group = m_model->groupOf(row);
        // One threshold for all stands in the row of everybody.
        if (group.has_value() == isCommon()) {
            m_table->setIndexWidget(place, nullptr);
            continue;
        }
        auto* const box = new NumberBox(m_table);
        const double a = m_subject->shown(m_subject->low);
        const double b = m_subject->shown(m_subject->beyond());
        box->setDecimals(8);
        box->setRange(std::min(a, b), std::max(a, b));
        box->setSingleStep(m_subject->step.value_or((m_subject->high - m_subject->low) / 200.0));
        box->setToolTip(tr("Where the scores are cut; arrow keys move it"));
        box->setAccessibleName(group
                ? tr("Threshold of %1").arg(QString::fromStdString(m_subject->groupNames[*group]))
                : tr("Threshold of everybody"));
        const int target = group ? static_cast<int>(*group) : ThresholdOverlay::kEverybody;
        connect(box, &NumberBox::valueChanged, this,
            [this, target](double value) { move(target, m_subject->shown(value)); });
        m_table->setIndexWidget(place, box);
        m_boxes.emplace_back(group.value_or(0), box);
    }
    const int rows = std::min(m_model->rowCount(), kMostRowsShown);
    m_table->setFixedHeight(m_table->horizontalHeader()->height()
        + rows * m_table->verticalHeader()->defaultSectionSize() + 2 * m_table->frameWidth() + 14);
    const QFontMetrics metrics = m_table->fontMetrics();
    QFont headerFont = m_table->font();
    headerFont.setPointSizeF(8.5);
    headerFont.setWeight(QFont::DemiBold);
    const QFontMetrics headerMetrics(headerFont);
    constexpr int kMargin = 8;
    constexpr int kHeaderMargin = 14;
    m_table->setColumnWidth(ThresholdModel::Threshold, 76);
    const int count
        = metrics.horizontalAdvance(QLocale().toString(static_cast<qlonglong>(m_start.all.all().rows)));
    for (int column = ThresholdModel::Selected; column < ThresholdModel::ColumnCount; ++column) {
        const bool isRate = column >= ThresholdModel::SelectionRate && column <= ThresholdModel::Accuracy;
        const QString header = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        int width = isRate ? metrics.horizontalAdvance(QStringLiteral("100.0 %")) : count;
        for (const QString& line : header.split(QLatin1Char('\n')))
            width = std::max(width, headerMetrics.horizontalAdvance(line) + kHeaderMargin - kMargin);
        m_table->setColumnWidth(column, width + kMargin);
    }
}

/// Always the same height, so that nothing jumps while a line is dragged.
void ThresholdView::reserveSentence()
{
    constexpr std::size_t kFewGroups = 3;
    const int lines = m_subject && m_subject->groupNames.size() > kFewGroups ? 3 : 2;
    m_sentence->setFixedHeight(lines * m_sentence->fontMetrics().lineSpacing() + 2);
}

/// Repeats of a run, or attributes of an audit.
void ThresholdView::fillChoices()
{
    QStringList names;
    if (context().auditsTable) {
        for (const AttributeAudit& attribute : context().audit->attributes)
            names << QString::fromStdString(attribute.name);
    } else if (const RunResult* const run = context().selected()) {
        for (std::size_t i = 0; i < run->scores.size(); ++i)
            names << QLocale().toString(static_cast<int>(i) + 1);
    }
    QStringList shown;
    for (int i = 0; i < m_choice->count(); ++i)
        shown << m_choice->itemText(i);
    if (shown != names) {
        const int kept = m_choice->currentIndex();
        m_choice->clear();
        m_choice->addItems(names);
        m_choice->setCurrentIndex(std::clamp(kept, 0, std::max(0, static_cast<int>(names.size()) - 1)));
    }
    m_choiceLabel->setText(context().auditsTable ? tr("Grou&ps by") : tr("Re&peat"));
    m_choice->setAccessibleName(context().auditsTable ? tr("Groups by") : tr("Repeat"));
    m_choice->setToolTip(context().auditsTable ? tr("By which attribute people are grouped")
                                               : tr("Which of the random splits is shown"));
    m_choice->setVisible(names.size() > 1);
    m_choiceLabel->setVisible(names.size() > 1);
}

} // namespace evenhand::ui
