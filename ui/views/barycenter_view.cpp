#include "ui/views/barycenter_view.h"

#include "engine/figures/build.h"
#include "ui/charts/figure_view.h"
#include "ui/explain/explain_text.h"
#include "ui/session/result_store.h"
#include "ui/theme/theme.h"
#include "ui/views/score_source.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
constexpr int kSteps = 100;
}

BarycenterView::BarycenterView(ScoreSource* source, QWidget* parent)
    : View(parent)
    , m_source(source)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_spin(new QDoubleSpinBox(this))
    , m_play(new QToolButton(this))
    , m_repeat(new QComboBox(this))
{
    auto* const grid = new QGridLayout;
    grid->setContentsMargins(4, 0, 4, 4);
    grid->setSpacing(2);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        m_figures[i] = new FigureView(this);
        grid->addWidget(m_figures[i], static_cast<int>(i) / 2, static_cast<int>(i) % 2);
        grid->setRowStretch(static_cast<int>(i) / 2, 1);
        grid->setColumnStretch(static_cast<int>(i) % 2, 1);
    }
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeBar());
    layout->addLayout(grid, 1);

    setTabOrder(m_play, m_slider);
    m_drawing.setSingleShot(true);
    m_drawing.setInterval(0);
    m_animation.setInterval(33);
    connect(&m_drawing, &QTimer::timeout, this, &BarycenterView::draw);
    connect(&m_animation, &QTimer::timeout, this, [this] {
        m_slider->setValue(m_slider->value() + 1);
        if (m_slider->value() >= kSteps)
            play();
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker quiet(m_spin);
        m_spin->setValue(static_cast<double>(value) / kSteps);
        emit strengthChanged(strength());
        scheduleDrawing();
    });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this,
        [this](double t) { m_slider->setValue(static_cast<int>(std::lround(t * kSteps))); });
    connect(m_play, &QToolButton::clicked, this, &BarycenterView::play);
    connect(m_repeat, &QComboBox::activated, source, &ScoreSource::setRepeat);
    connect(source, &ScoreSource::changed, this, [this] {
        if (isVisible())
            onScores();
        else
            refreshWhenShown();
    });
    connect(source, &ScoreSource::repeatChanged, this, &BarycenterView::fillRepeats);
}

QWidget* BarycenterView::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(8);
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(10);
    m_slider->setMinimumHeight(24);
    m_slider->setToolTip(
        tr("0: scores as the model gives them. 1: every group has the barycenter's distribution."));
    m_spin->setRange(0.0, 1.0);
    m_spin->setSingleStep(0.01);
    m_spin->setDecimals(2);
    m_spin->setAccessibleName(tr("Strength as a number"));
    m_play->setIcon(themeIcon(QStringLiteral("run")));
    m_play->setToolTip(tr("Play from 0 to 1"));
    m_play->setAccessibleName(tr("Play"));
    m_repeat->setToolTip(tr("Which of the random splits is drawn"));
    m_repeat->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout->addWidget(fieldLabel(tr("&Strength of the repair"), m_slider));
    layout->addWidget(m_play);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_spin);
    layout->addSpacing(8);
    layout->addWidget(fieldLabel(tr("Re&peat"), m_repeat));
    layout->addWidget(m_repeat);
    return bar;
}

double BarycenterView::strength() const
{
    return static_cast<double>(m_slider->value()) / kSteps;
}

void BarycenterView::setStrength(double t)
{
    m_slider->setValue(static_cast<int>(std::lround(t * kSteps)));
}

void BarycenterView::refresh()
{
    if (context().selected() == nullptr)
        return;
    m_source->request(context());
    fillRepeats();
    onScores();
}

void BarycenterView::fillRepeats()
{
    if (m_repeat->count() != m_source->repeats()) {
        m_repeat->clear();
        for (int i = 0; i < m_source->repeats(); ++i)
            m_repeat->addItem(QLocale().toString(i + 1));
    }
    m_repeat->setCurrentIndex(m_source->repeat());
}

void BarycenterView::onScores()
{
    const auto& scores = m_source->scores();
    if (!scores)
        return;
    // Another run stands elsewhere on the way; more repeats of the same run keep the place of the slider.
    const std::optional<RunKey> run
        = context().selected() == nullptr ? std::nullopt : std::optional(keyOf(*context().selected()));
    if (!m_source->isPreparing() && (run != m_shownRun || context().table.get() != m_shownTable)
        && !m_animation.isActive()) {
        m_shownRun = run;
        m_shownTable = context().table.get();
        setStrength(std::exchange(m_restored, std::nullopt).value_or(scores->strength));
    }
    scheduleDrawing();
}

void BarycenterView::scheduleDrawing()
{
    m_drawing.start();
}

void BarycenterView::draw()
{
    const auto& scores = m_source->scores();
    if (!isVisible())
        refreshWhenShown();
    if (!scores || !isVisible())
        return;
    const double t = strength();
    m_figures[0]->setFigure(barycenterQuantiles(scores->view, t));
    m_figures[1]->setFigure(transportMaps(scores->view, t));
    m_figures[2]->setFigure(barycenterDensities(scores->view, t));
    m_figures[3]->setFigure(ksFigure(scores->view, t));
    emit explanationChanged();
}

void BarycenterView::play()
{
    if (m_animation.isActive()) {
        m_animation.stop();
    } else {
        if (m_slider->value() >= kSteps)
            m_slider->setValue(0);
        m_animation.start();
    }
    m_play->setIcon(themeIcon(m_animation.isActive() ? QStringLiteral("stop") : QStringLiteral("run")));
    m_play->setAccessibleName(m_animation.isActive() ? tr("Stop playing") : tr("Play"));
}

FigureView* BarycenterView::currentFigure() const
{
    for (FigureView* const figure : m_figures)
        if (figure == focusWidget() || figure->isAncestorOf(focusWidget()))
            return figure;
    return m_figures.front();
}

QString BarycenterView::explanation() const
{
    return explainBarycenter(context(), m_source->scores().get(), strength());
}

} // namespace evenhand::ui
