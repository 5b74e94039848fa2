#include "engine/io/divergence_json.h"

#include "engine/io/audit_json.h"
#include "engine/io/text_table.h"

#include <array>

namespace evenhand {

namespace {

constexpr std::array<std::pair<const char*, DistanceKind>, 4> kKinds {
    {{"mmd", DistanceKind::Mmd}, {"sinkhorn", DistanceKind::Sinkhorn}, {"energy", DistanceKind::Energy},
        {"wasserstein", DistanceKind::Wasserstein}}};

json::array listOf(const std::vector<std::string>& names)
{
    json::array list;
    for (const std::string& name : names)
        list.emplace_back(name);
    return list;
}

json::object pairToJson(const ColumnDivergence& divergence, const PairDivergence& pair)
{
    json::object object {
        {"groups", json::array {divergence.groups[pair.groupA], divergence.groups[pair.groupB]}},
        {"rows", json::array {divergence.rows[pair.groupA], divergence.rows[pair.groupB]}}};
    if (!pair.found) {
        for (const char* const name : {"value", "unbiased", "null_mean", "null_95", "p"})
            object[name] = nullptr;
        object["undefined"] = pair.undefined.english();
        return object;
    }
    const PermutationTest& found = *pair.found;
    object["compared_rows"] = json::array {found.rowsA, found.rowsB};
    object["value"] = jsonNumber(found.value);
    object["unbiased"] = jsonNumber(found.unbiased);
    object["null_mean"] = jsonNumber(found.nullMean);
    object["null_95"] = jsonNumber(found.null95);
    object["p"] = jsonNumber(found.p);
    if (divergence.spec.distance.kind == DistanceKind::Mmd)
        object["bandwidth"] = jsonNumber(found.scale);
    if (divergence.spec.distance.kind == DistanceKind::Sinkhorn) {
        object["epsilon"] = jsonNumber(found.scale);
        object["converged"] = found.warning.empty();
    }
    if (found.squaredWasserstein2)
        object["wasserstein_2_squared"] = jsonNumber(found.squaredWasserstein2);
    return object;
}

} // namespace

const char* idOf(DistanceKind kind)
{
    for (const auto& [id, known] : kKinds)
        if (known == kind)
            return id;
    return "";
}

Result<DistanceKind> distanceKind(std::string_view id)
{
    for (const auto& [known, kind] : kKinds)
        if (known == id)
            return kind;
    return invalidArgument(
        text("there is no divergence “%1”", id), text("choose one of mmd, sinkhorn, energy, wasserstein"));
}

json::object divergenceToJson(const ColumnDivergence& divergence)
{
    json::array pairs;
    for (const PairDivergence& pair : divergence.pairs)
        pairs.push_back(pairToJson(divergence, pair));
    json::array warnings;
    for (const Text& warning : divergence.warnings)
        warnings.emplace_back(warning.english());
    return {{"kind", idOf(divergence.spec.distance.kind)}, {"attribute", divergence.attribute},
        {"columns", listOf(divergence.spec.columns)}, {"features", divergence.features.size()},
        {"standardised", divergence.spec.standardise},
        {"permutations", divergence.spec.distance.permutations}, {"seed", divergence.spec.distance.seed},
        {"pairs", std::move(pairs)}, {"warnings", std::move(warnings)}};
}

std::string divergenceText(const ColumnDivergence& divergence)
{
    std::vector<std::vector<std::string>> rows {
        {"groups", "rows", "value", "unbiased", "null mean", "null 95 %", "p"}};
    std::string sentences;
    for (const PairDivergence& pair : divergence.pairs) {
        const std::string names
            = printable(divergence.groups[pair.groupA] + " · " + divergence.groups[pair.groupB]);
        const std::string counts = std::to_string(divergence.rows[pair.groupA]) + " · "
            + std::to_string(divergence.rows[pair.groupB]);
        sentences += "  " + printable(divergenceSentence(divergence, pair).english()) + "\n";
        if (!pair.found) {
            rows.push_back({names, counts, "–", "–", "–", "–", "–"});
            continue;
        }
        const PermutationTest& found = *pair.found;
        rows.push_back(
            {names, counts, shortNumber(found.value), found.unbiased ? shortNumber(*found.unbiased) : "–",
                shortNumber(found.nullMean), shortNumber(found.null95), shortNumber(found.p, 2)});
    }
    return std::string(idOf(divergence.spec.distance.kind)) + " between groups of "
        + printable(divergence.attribute) + ", " + std::to_string(divergence.features.size())
        + (divergence.features.size() == 1 ? " feature, " : " features, ")
        + std::to_string(divergence.spec.distance.permutations) + " permutations\n" + aligned(rows)
        + sentences;
}

} // namespace evenhand
