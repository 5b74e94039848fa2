#pragma once

#include "engine/data/table.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/unit_content.h"
#include "engine/pipeline/unit_store.h"

namespace evenhand {

/// What a study has in common with every one of its units, as a SHA-256: table (its content, not its file),
/// roles, split without the number of repeats, encoding, program and libraries. Neither the runs nor the axes
/// of the report nor the number of threads are in it.
/// @param program  what else determines the bits: version and build of the program
/// @errors Cancelled
[[nodiscard]] Result<std::string> studyKey(
    const Study& study, const Table& table, std::string_view program, const RunContext& ctx);

/// The same with the repeats and the runs: what a whole sweep is.
[[nodiscard]] std::string sweepKeyOf(std::string_view studyKey, const Study& study);

/// A learner setting in one repeat of a study.
struct UnitPlace {
    std::size_t repeat = 0;
    std::string_view learner;
    const ParamSet& params; ///< complete
};

/// Finds and keeps units in a store, by keys over everything that determines their numbers. Without a store
/// nothing is found and nothing kept.
class UnitCache {
public:
    UnitCache() = default;
    /// @param study  of studyKey()
    UnitCache(UnitStore& store, std::string study)
        : m_store(&store)
        , m_study(std::move(study))
    {
    }

    // The keys; empty without a store.
    [[nodiscard]] std::string base(const UnitPlace& place) const;
    [[nodiscard]] std::string calibration(const UnitPlace& place) const;
    /// @param settings      that are fitted together, see settingsAreIndependent()
    /// @param isResampled   intervals come from the rows of the only repeat
    [[nodiscard]] std::string method(const UnitPlace& place, const MethodInfo* method,
        const std::vector<ParamSet>& settings, bool isResampled) const;
    [[nodiscard]] std::string fold(const UnitPlace& place, const SelectionSpec& selection, std::size_t fold,
        const SearchedMethod& method) const;

    template <class Unit> [[nodiscard]] std::optional<Unit> find(const std::string& key) const
    {
        const std::optional<std::string> bytes = m_store != nullptr ? m_store->find(key) : std::nullopt;
        return bytes ? unitFromBytes<Unit>(*bytes) : std::nullopt;
    }
    template <class Unit> void keep(const std::string& key, const Unit& unit) const
    {
        if (m_store != nullptr)
            m_store->keep(key, unitBytes(unit));
    }

private:
    template <class... Parts> [[nodiscard]] std::string keyOf(const Parts&... parts) const;

    UnitStore* m_store = nullptr;
    std::string m_study;
};

/// Whether a method gives the same bits at one setting whatever other settings it is fitted at beside it, so
/// that each setting can be kept on its own and a new one be added to a path. Methods that warm-start along a
/// path are kept as a whole path. Not known to be independent: false.
[[nodiscard]] bool settingsAreIndependent(const MethodInfo* method);

} // namespace evenhand
