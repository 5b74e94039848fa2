#pragma once

#include "engine/data/study.h"
#include "engine/data/table.h"

namespace evenhand {

/// A table that comes with the program.
struct SampleInfo {
    std::string_view id;          ///< "hmda"
    std::string_view title;       ///< for people, English
    std::string_view description; ///< one sentence
    std::string_view tableFile;   ///< below resources/samples; empty: simulated by simulateTable()
    std::string_view studyFile;   ///< below resources/samples; empty: simulatedStudy()
};

[[nodiscard]] const std::vector<SampleInfo>& samples();

/// The teaching table: people of two or three groups with a hidden merit that is distributed alike in every
/// group, a test score that measures merit with noise and is biased against later groups, and an outcome
/// decided by merit plus a bias.
struct SimulationSpec {
    std::size_t rows = 3000;
    int groups = 2; ///< 2 or 3: "A", "B", "C" with shares 0.6/0.4 or 0.5/0.3/0.2
    double bias
        = 1.0; ///< ≥ 0: how many standard deviations of merit group g loses in its scores: bias·g/(groups-1)
    double noise = 0.5; ///< standard deviation of the measurement noise
    std::uint64_t seed = 1;
};

/// Columns: group, test_score, experience, referral (yes/no), merit_score (numeric outcome), hired (yes/no).
///
/// Known truth, in the units of merit: the regression of merit_score has a gap of exactly `bias` between the
/// first and the last group's mean, and the barycenter of the groups' true laws is Normal with the
/// share-weighted mean.
/// @errors InvalidArgument  groups not 2 or 3, rows < 30, bias or noise negative or not finite
[[nodiscard]] Result<Dataset> simulateTable(const SimulationSpec& spec);

/// The spec behind the path of a simulated table ("simulated:rows=3000,groups=2,…"), so that a saved study
/// replays.
/// @errors InvalidArgument  not such a path, or an unknown or malformed part
[[nodiscard]] Result<SimulationSpec> parseSimulationPath(std::string_view path);
[[nodiscard]] std::string simulationPath(const SimulationSpec& spec);
[[nodiscard]] bool isSimulationPath(std::string_view path);

/// The study that fits the simulated table: hired by group, logistic, barycenter at eleven strengths.
[[nodiscard]] Study simulatedStudy();

} // namespace evenhand
