#pragma once

#include "engine/core/run_context.h"
#include "engine/data/study.h"
#include "engine/data/table.h"
#include "engine/metrics/repeated_metric.h"
#include "engine/representation/representation_insight.h"

#include <functional>
#include <memory>

namespace evenhand {

/// Which tasks are kept from a representation to see how it serves them afterwards.
struct TransferSpec {
    /// Names of the tasks to leave out, each in turn (as in TaskTargets::names). Empty: with target columns
    /// every task in turn; with a task column a random quarter of the tasks, all at once.
    std::vector<std::string> leaveOut;
    ParamSet params; ///< of the method fair_representation; those left out have their defaults
    int repeats = 5;
};

/// One way to serve the novel task; all of them train a plain head on its own training rows.
enum class TransferVariant : std::uint8_t {
    RawFeatures, ///< the head sees the features themselves: the new task alone
    Unfair,      ///< a representation learned without fairness
    Mean,        ///< … with the groups' means kept alike
    Mmd,
    Sinkhorn,
};
[[nodiscard]] std::string_view idOf(TransferVariant variant); ///< "raw", "none", "mean", "mmd", "sinkhorn"

/// A novel task under one variant, over the repeats.
struct TransferRow {
    std::string task; ///< name; "25 % of the tasks" when many are left out at once
    Task kind = Task::Classification;
    TransferVariant variant = TransferVariant::RawFeatures;
    double strength = 0.0;
    std::vector<TaskReading> repeats; ///< finished ones
    /// Means with intervals over the repeats (absent: undefined in all of them).
    std::optional<RepeatedMetric> error, trivialError, gap, softGap, ks, auc;
};

struct TransferReport {
    TransferSpec spec;
    std::vector<std::string> groups;
    std::vector<TransferRow> rows; ///< task by task, inside a task in the order of the variants
    std::vector<Text> warnings;
    bool complete = true; ///< false: stopped, only finished repeats are here
    double seconds = 0.0;
};

/// Called with a growing report, from one thread at a time.
using PartialTransfer = std::function<void(std::shared_ptr<const TransferReport>)>;

/// Learns representations without the left-out tasks (neither their labels nor, with a task column, their
/// rows) and serves those tasks from it with a head of their own. Repeats draw the study's splits.
/// @errors InvalidArgument  fewer than two tasks, an unknown task to leave out, parameters that cannot be
/// used
/// @errors InvalidData      as prepare();  Cancelled before the first repeat is finished
[[nodiscard]] Result<std::shared_ptr<const TransferReport>> transfer(const Study& study, const Table& table,
    const TransferSpec& spec, const RunContext& ctx, const PartialTransfer& partial = {});

} // namespace evenhand
