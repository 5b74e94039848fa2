#include "engine/audit/verdicts.h"

#include "engine/audit/verdict_text.h"
#include "engine/statistics/significance.h"

namespace evenhand {

Result<std::vector<Verdict>> verdictsOf(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    if (report.task == Task::Regression)
        return numberVerdicts(report, attribute, ctx);
    std::vector<Verdict> verdicts;
    if (!report.rows->decision.empty())
        verdicts = rateVerdicts(report, attribute);
    EH_TRY(Verdict calibration, calibrationVerdict(report, attribute, ctx));
    verdicts.push_back(std::move(calibration));
    return verdicts;
}

void explainChance(AuditReport& report)
{
    std::vector<std::optional<double>> p;
    for (const AttributeAudit& attribute : report.attributes)
        for (const Verdict& verdict : attribute.verdicts)
            p.push_back(verdict.p);
    const std::vector<std::optional<double>> q = benjaminiHochberg(p);
    std::size_t next = 0;
    for (AttributeAudit& attribute : report.attributes)
        for (Verdict& verdict : attribute.verdicts) {
            verdict.q = q[next++];
            verdict.chance = chanceSentence(verdict.p, verdict.q);
        }
}

} // namespace evenhand
