#include "ui/explain/explain_page.h"
#include "ui/explain/explain_text.h"

#include <QCoreApplication>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

} // namespace

QString explainOverview(const ViewContext& context)
{
    if (!context.table)
        return explainWelcome();
    ExplainPage page;
    page.title = tr("How bad is it?");
    page.first = tr("Each notion of fairness asks another question of the same decisions. The answer is a "
                    "number with its interval, and it is compared with what the policy on the left allows.");
    page.second
        = tr("An interval that lies wholly on one side of the limit gives a verdict. One that contains "
             "the limit does not: then these data cannot tell.");
    return page.html();
}

QString explainSubgroups(const ViewContext& context)
{
    if (!context.table)
        return explainWelcome();
    ExplainPage page;
    page.title = tr("Groups inside groups");
    page.first = tr("Two attributes can each look fair while people who belong to two groups at once are "
                    "treated differently. Here every combination is shown by itself.");
    return page.html();
}

} // namespace evenhand::ui
