#pragma once

#include "engine/audit/pair_matrix.h"
#include "engine/figures/audit_rates.h"
#include "engine/figures/build.h"
#include "ui/views/view.h"

namespace evenhand::ui {

/// What the Groups view shows of an audit, one at a time.
enum class AuditPage : std::uint8_t {
    Rates,
    Distributions,
    Roc,
    Calibration,
    Confusion,
    Pairs,
    ByValue,
    Strata
};

/// The choices behind a page; immutable, goes to a worker thread.
struct PageRequest {
    std::shared_ptr<const AuditReport> audit;
    std::shared_ptr<const LoadedTable> table;
    std::size_t attribute = 0;
    AuditPage page = AuditPage::Rates;
    std::string metricId; ///< empty: the main rates
    GroupOrder order = GroupOrder::AsInData;
    DistributionKind kind = DistributionKind::Density;
};

/// What a page draws; which of them depends on the page.
struct PageContent {
    Figure figure;
    std::shared_ptr<const PairMatrix> pairs;
};

[[nodiscard]] QString pageName(AuditPage page);
/// The pages that apply to an attribute, in the order in which they are offered.
[[nodiscard]] std::vector<AuditPage> pagesFor(
    const AuditReport& audit, const LoadedTable* table, std::size_t attribute);
/// The metrics that a page can show; empty if it does not ask for one.
[[nodiscard]] std::vector<std::string> metricsFor(const AuditReport& audit, AuditPage page);
/// Whether the page can show the main rates together.
[[nodiscard]] bool showsMainRates(const AuditReport& audit, AuditPage page);

/// Draws a page; on a worker thread.
/// @errors those of the audit's parts;  Cancelled
[[nodiscard]] Result<PageContent> makePage(const PageRequest& request, const RunContext& ctx);

} // namespace evenhand::ui
