#include "engine/audit/divergence_audit.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/palette.h"
#include "ui/explain/conflict_view.h"
#include "ui/explain/forced_rate_bars.h"
#include "ui/explain/metric_chooser.h"
#include "ui/explain/notion_words.h"
#include "ui/views/divergence_card.h"
#include "ui/views/interval_bar.h"
#include "ui/views/measure_text.h"
#include "ui/views/overview_view.h"
#include "ui/views/verdict_card.h"
#include "ui/views/verdict_level.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

MetricValue interval(double value, double low, double high)
{
    MetricValue measure;
    measure.value = value;
    measure.low = low;
    measure.high = high;
    return measure;
}

Verdict verdict(const char* notion, const char* title, VerdictLevel level, double ratio)
{
    Verdict made;
    made.notion = notion;
    made.title = text(title);
    made.question = text("Question of %1?", title);
    made.level = level;
    made.sentence = text("Of %1, fewer are selected than of %2.", "<b>x</b>", "y & z");
    made.policy = text("This fails the four-fifths rule.");
    made.chance = text("Chance alone could explain it.");
    made.caveats = {text("Too small to judge: %1.", "tiny")};
    made.metricId = "selection_rate";
    made.measure = interval(ratio, ratio - 0.05, ratio + 0.05);
    made.isRatio = true;
    made.limit = 0.8;
    return made;
}

GroupAudit group(const char* name, double rows, double baseRate)
{
    GroupAudit made;
    made.name = name;
    made.readable = name;
    made.rows = made.weight = made.effectiveCount = rows;
    made.isSmall = rows < kSmallAuditGroup;
    made.metrics = {interval(baseRate, baseRate - 0.02, baseRate + 0.02), interval(0.7, 0.68, 0.72)};
    return made;
}

std::shared_ptr<AuditReport> madeUpAudit(double ratio)
{
    auto report = std::make_shared<AuditReport>();
    report->dataName = "people.csv";
    report->roles.sensitive = {"sex", "race"};
    report->source = text("the predictions “%1”", "decided");
    report->metricIds = {"base_rate", "accuracy"};
    report->overall = group("", 1000, 0.4);
    report->warnings = {text("%1 rows without outcome were left out", 3)};
    for (const char* const name : {"sex", "race", "sex,race"}) {
        AttributeAudit attribute;
        attribute.name = name;
        attribute.isIntersection = std::string_view(name) == "sex,race";
        attribute.groups = {group("<b>x</b>", 600, 0.3), group("y & z", 380, 0.5), group("tiny", 20, 0.9)};
        attribute.verdicts
            = {verdict("demographic_parity", "Demographic parity", VerdictLevel::Beyond, ratio),
                verdict("equal_opportunity", "Equal opportunity", VerdictLevel::Within, 0.95),
                verdict("equalized_odds", "Equalised odds", VerdictLevel::Unclear, 0.8),
                verdict("predictive_parity", "Predictive parity", VerdictLevel::Beyond, 0.6)};
        Verdict calibration = verdict("calibration", "Calibration", VerdictLevel::Undecidable, 0.0);
        calibration.measure = {};
        attribute.verdicts.push_back(calibration);
        report->attributes.push_back(attribute);
    }
    return report;
}

ViewContext contextWith(std::shared_ptr<const AuditReport> audit)
{
    ViewContext context;
    context.table = test::smallTable();
    context.auditsTable = true;
    context.audit = std::move(audit);
    return context;
}

QList<VerdictCard*> cardsOf(const OverviewView& view)
{
    return view.findChildren<VerdictCard*>();
}

QString allText(const QWidget& widget)
{
    QStringList texts;
    for (const QLabel* const label : widget.findChildren<QLabel*>())
        if (label->isVisibleTo(&widget))
            texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

void show(OverviewView& view, const ViewContext& context)
{
    view.resize(740, 600);
    view.show();
    view.setContext(context);
    QVERIFY(QTest::qWaitForWindowExposed(&view));
}

} // namespace

class TstOverviewView : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { loadResources(); }
    void everyNotionHasACardWithItsWordsAndLevel()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        const QList<VerdictCard*> cards = cardsOf(view);
        QCOMPARE(cards.size(), 5);
        QCOMPARE(cards[0]->findChild<LevelBadge*>()->level(), VerdictLevel::Beyond);
        QCOMPARE(cards[0]->accessibleName(), QStringLiteral("Demographic parity: Beyond the limit"));
        const QString words = cards[0]->plainText();
        for (const char* const part : {"Question of Demographic parity?", "fewer are selected", "four-fifths",
                 "Chance alone", "Too small to judge: tiny", "0.50 (0.45 to 0.55), limit 0.8"})
            QVERIFY2(words.contains(QString::fromUtf8(part)), part);
        QVERIFY(!cards[4]->findChild<IntervalBar*>()->isVisibleTo(cards[4]));
    }
    void headlinesCountTheVerdictsOfEveryAttribute()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        const QString words = allText(view);
        const QString headline = QStringLiteral(
            ": 2 of 5 notions are beyond the limit; 1 is within; 1 is not decided; 1 cannot be decided.");
        for (const char* const name : {"sex", "race", "sex × race"})
            QVERIFY2(words.contains(QString::fromUtf8(name) + headline), name);
        QVERIFY(words.contains(QStringLiteral("3 rows without outcome were left out")));
        QVERIFY(words.contains(QStringLiteral("Accuracy over everybody: 70")));
    }
    void headlineWithoutTroubleSaysSo()
    {
        AttributeAudit attribute = madeUpAudit(0.9)->attributes[0];
        attribute.verdicts.resize(2);
        attribute.verdicts[0].level = VerdictLevel::Within;
        QCOMPARE(headlineOf(attribute), QStringLiteral("all 2 notions are within the limit"));
        attribute.verdicts[0].level = VerdictLevel::Unclear;
        QCOMPARE(
            headlineOf(attribute), QStringLiteral("1 of 2 notions is within the limit; 1 is not decided"));
        attribute.verdicts[1].level = VerdictLevel::Undecidable;
        QCOMPARE(headlineOf(attribute),
            QStringLiteral("no verdict on any of 2 notions; 1 is not decided; 1 cannot be decided"));
        attribute.verdicts[0].level = VerdictLevel::Undecidable;
        QCOMPARE(headlineOf(attribute), QStringLiteral("none of the 2 notions can be decided"));
    }
    void namesOfTheDataAreNeverMarkup()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        for (const QLabel* const label : view.findChildren<QLabel*>())
            if (label->text().contains(QLatin1Char('<')))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!view.explanation().contains(QStringLiteral("<b>x</b>")));
        QVERIFY(view.explanation().contains(QStringLiteral("&lt;b&gt;x&lt;/b&gt;")));
    }
    void errorSaysWhatAndWhatToDoInsteadOfVerdicts()
    {
        OverviewView view;
        ViewContext context = contextWith(madeUpAudit(0.5));
        show(view, context);
        context.audit = nullptr;
        context.auditError = Error {
            ErrorCode::InvalidArgument, text("no prediction is chosen"), text("choose a column"), {}};
        view.setContext(context);
        const QString words = allText(view);
        QVERIFY(words.contains(QStringLiteral("No prediction is chosen\nChoose a column")));
        QVERIFY(!words.contains(QStringLiteral("notions")));
        context.auditError = std::nullopt;
        view.setContext(context);
        QVERIFY(allText(view).contains(QStringLiteral("On the left choose")));
        context.auditStale = true;
        view.setContext(context);
        QVERIFY(allText(view).contains(QStringLiteral("being computed")));
        context.audit = madeUpAudit(0.5);
        view.setContext(context);
        QVERIFY(allText(view).contains(QStringLiteral("choices have changed")));
        QTRY_VERIFY(allText(view).contains(QStringLiteral("notions")));
    }
    void cardShowsTheUnrepairedModelBeside()
    {
        OverviewView view;
        ViewContext context = contextWith(madeUpAudit(0.9));
        auto before = madeUpAudit(0.5);
        before->attributes[0].verdicts[1].metricId = "true_positive_rate";
        context.before = before;
        show(view, context);
        const QList<VerdictCard*> cards = cardsOf(view);
        const QString bar = cards[0]->findChild<IntervalBar*>()->accessibleName();
        QCOMPARE(
            bar, QStringLiteral("0.90 (0.85 to 0.95), limit 0.8; before the repair 0.50 (0.45 to 0.55)"));
        QVERIFY(cards[1]->plainText().contains(QStringLiteral("Before the repair the true positive rate")));
        QVERIFY(allText(view).contains(QStringLiteral("Before the repair: 70")));
    }
    void switchesTheAttributeAndKeepsItWhenNumbersChange()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        auto* const group = view.findChild<QButtonGroup*>();
        QVERIFY(group != nullptr);
        group->button(2)->click();
        QCOMPARE(view.attribute()->name, std::string("sex,race"));
        const QList<VerdictCard*> cards = cardsOf(view);
        view.setContext(contextWith(madeUpAudit(0.7)));
        QCOMPARE(view.attribute()->name, std::string("sex,race"));
        QCOMPARE(cardsOf(view), cards); // filled anew, not made anew
        QVERIFY(cards[0]->plainText().contains(QStringLiteral("0.70")));
    }
    void keyboardReachesEverythingInOrder()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        QStringList order;
        QWidget* widget = &view;
        do {
            widget = widget->nextInFocusChain();
            if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) != 0
                && view.isAncestorOf(widget))
                order << widget->accessibleName();
        } while (widget != &view);
        QCOMPARE(order.first(), QStringLiteral("Which notion fits?"));
        QVERIFY(!order.contains(QString()));
        const auto first = order.indexOf(QStringLiteral("Demographic parity: Beyond the limit"));
        QVERIFY(first > order.indexOf(QStringLiteral("Groups by: sex")));
        QCOMPARE(order.mid(first).size(), 5);
    }
    void focusedCardIsExplainedAndCopied()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        QVERIFY(view.explanation().contains(QStringLiteral("Calders")));
        VerdictCard* const card = cardsOf(view)[1];
        card->setFocus();
        QTRY_VERIFY(card->hasFocus());
        QVERIFY(view.explanation().contains(QStringLiteral("Hardt")));
        QTest::keySequence(card, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), card->plainText());
    }
    void everyPathOfTheChooserEndsInANotionThatIsDescribed()
    {
        for (const Task task : {Task::Classification, Task::Regression}) {
            const auto& questions = notionQuestions(task);
            const auto answers = [&](std::size_t i) { return static_cast<int>(questions[i].answers.size()); };
            for (int a = 0; a < answers(0); ++a)
                for (int b = 0; b < answers(1); ++b)
                    for (int c = 0; c < answers(2); ++c)
                        for (int d = 0; d < answers(3); ++d) {
                            const NotionRecommendation made = recommendNotion(task, {a, b, c, d}, "");
                            QVERIFY(notionWords(made.notion) != nullptr);
                            QVERIFY(!made.reasons.isEmpty());
                            QCOMPARE(made.reasons.last().contains(QStringLiteral("held fixed")), c == 1);
                        }
        }
        QCOMPARE(
            recommendNotion(Task::Classification, {0, 2, 0, 0}, "").notion, std::string("equalized_odds"));
        QCOMPARE(recommendNotion(Task::Classification, {2, 0, 0, 1}, "").notion,
            std::string("demographic_parity"));
        QCOMPARE(recommendNotion(Task::Classification, {0, 0, 0, 1}, "").notion, std::string("calibration"));
        QVERIFY(recommendNotion(Task::Regression, {0, 0, 1, 0}, "length")
                    .reasons.last()
                    .contains(QStringLiteral("“length”")));
    }
    void recommendationHighlightsItsCard()
    {
        OverviewView view;
        show(view, contextWith(madeUpAudit(0.5)));
        for (auto* const button : view.findChildren<QPushButton*>())
            if (button->accessibleName() == QStringLiteral("Which notion fits?"))
                button->click();
        auto* const chooser = view.findChild<MetricChooser*>();
        QVERIFY(chooser != nullptr && chooser->isVisible());
        QVERIFY(allText(*chooser).contains(QStringLiteral("4 questions are open")));
        for (const QButtonGroup* const group : chooser->findChildren<QButtonGroup*>())
            if (qobject_cast<QRadioButton*>(group->button(0)) != nullptr)
                group->button(0)->click();
        QCOMPARE(chooser->recommendation(), std::string("equal_opportunity"));
        QVERIFY(allText(*chooser).contains(QStringLiteral("Equal opportunity fits")));
        QVERIFY(cardsOf(view)[1]->isHighlighted());
        QVERIFY(!cardsOf(view)[0]->isHighlighted());
        QVERIFY(view.explanation().contains(QStringLiteral("Hardt")));
    }
    void conflictIsThatOfTheGroupsShown()
    {
        const auto cells = [](double tp, double fp, double fn, double tn) {
            const auto rows = [](double n) { return RowSum {n, n, n}; };
            return Confusion {rows(tp), rows(fp), rows(fn), rows(tn)};
        };
        auto report = madeUpAudit(0.5);
        ConflictView conflict;
        conflict.show();
        conflict.setAttribute(*report, report->attributes[0]);
        QVERIFY(!conflict.findChild<ForcedRateBars*>()->isVisible()); // no outcomes: nothing to hold equal
        report->attributes[0].groups[0].cells = cells(100, 80, 80, 340);
        report->attributes[0].groups[1].cells = cells(150, 60, 40, 130);
        conflict.setAttribute(*report, report->attributes[0]);
        auto* const bars = conflict.findChild<ForcedRateBars*>();
        QVERIFY(bars->isVisible());
        QVERIFY(allText(conflict).contains(QStringLiteral("cannot all be equal")));
        QVERIFY(bars->accessibleName().contains(QStringLiteral("<b>x</b>: ")));
        const QString before = bars->accessibleName();
        conflict.findChild<QButtonGroup*>()->button(1)->click();
        QVERIFY(bars->accessibleName() != before);
        report->task = Task::Regression;
        conflict.setAttribute(*report, report->attributes[0]);
        QVERIFY(!bars->isVisible());
    }
    void coloursOfLevelsCanBeReadOnCards()
    {
        for (const bool dark : {false, true})
            for (const auto level : {VerdictLevel::Within, VerdictLevel::Beyond, VerdictLevel::Unclear,
                     VerdictLevel::Undecidable})
                QVERIFY(contrast(levelColour(level, dark), themeColours(dark).surface) >= 4.5);
    }
    void measuresAreWrittenWithTheDigitsOfTheirInterval()
    {
        QCOMPARE(measureWithInterval(interval(0.1234, 0.1, 0.15), MeasureUnit::Points),
            QStringLiteral("12 points (10 to 15)"));
        QCOMPARE(measureWithInterval(interval(0.5, 0.4, 0.6), MeasureUnit::Ratio),
            QStringLiteral("0.50 (0.40 to 0.60)"));
        QCOMPARE(measureWithInterval({}, MeasureUnit::Number), QString());
    }
    void theDistanceOfTheFeaturesNeverStandsWithoutItsLevelByChance()
    {
        auto report = std::make_shared<AuditReport>(*madeUpAudit(0.5));
        DivergenceAudit divergence;
        divergence.question = text("How different are the groups in all features at once?");
        divergence.sentence = text("“%1” differ: 0.03, where permuted groups have 0.001.", "<b>x</b>");
        divergence.others = {text("Others: 0.02, where permuted groups have 0.002.")};
        report->attributes[0].divergence = std::make_shared<const DivergenceAudit>(divergence);
        OverviewView view;
        show(view, contextWith(report));
        auto* const card = view.findChild<DivergenceCard*>();
        QVERIFY(card->isVisibleTo(&view));
        for (const char* const part : {"all features at once?", "<b>x</b>", "0.001", "0.002"})
            QVERIFY2(card->plainText().contains(QString::fromUtf8(part)), part);
        show(view, contextWith(madeUpAudit(0.5)));
        QVERIFY(!card->isVisibleTo(&view));
    }
    void anAuditWithoutVerdictsIsShownWithoutHarm()
    {
        OverviewView view;
        show(view, contextWith(std::make_shared<AuditReport>()));
        QVERIFY(cardsOf(view).isEmpty());
        QVERIFY(!view.explanation().isEmpty());
    }
};

QTEST_MAIN(TstOverviewView)
#include "tst_overview_view.moc"
