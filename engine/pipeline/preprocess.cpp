#include "engine/pipeline/preprocess.h"

#include "engine/data/encoder.h"
#include "engine/methods/ferm_preprocessing.h"
#include "engine/pipeline/prepare.h"

namespace evenhand {

using Eigen::Index;

Result<TransformedTable> preprocess(const PreprocessSpec& spec, const Table& table, const RunContext& ctx)
{
    const MethodInfo method = fermPreprocessing();
    EH_TRY(const ParamSet params, completeParams(method.id, method.params, spec.params));
    const ProjectionSettings settings = projectionSettings(params);
    EH_TRY(const Prepared prepared, prepare(spec.roles, table, ctx));
    EH_TRY(const Encoder encoder, Encoder::fit(table, prepared.features, prepared.rows, spec.encoding));
    EncodedData rows;
    EH_TRY(rows.x, encoder.transform(table, prepared.rows));
    rows.y = prepared.y(prepared.rows);
    rows.weight = prepared.weight(prepared.rows);
    for (const Index row : prepared.rows)
        rows.group.push_back(prepared.groups.codes[static_cast<std::size_t>(row)]);
    EH_TRY(const NotionConstraints made,
        constrainNotion(settings.notion, spec.roles.task, rows, prepared.groups.names));
    EH_TRY(const MeanProjection projection,
        MeanProjection::fit(rows.x, made.constraints, settings.kind, settings.strength, ctx));
    EH_TRY(DesignMatrix transformed, projection.apply(rows.x, ctx));
    TransformedTable result;
    result.names = std::move(transformed.featureNames);
    result.features = std::move(transformed.dense);
    result.rows = prepared.rows;
    for (const std::vector<Text>* const part : {&prepared.warnings, &encoder.warnings(), &made.warnings})
        result.warnings.insert(result.warnings.end(), part->begin(), part->end());
    for (const std::string& name : projection.dropped())
        result.warnings.push_back(
            text("elimination dropped the feature “%1”, in which the groups' means differ most", name));
    return result;
}

} // namespace evenhand
