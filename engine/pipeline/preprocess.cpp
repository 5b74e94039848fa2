#include "engine/pipeline/preprocess.h"

#include "engine/methods/method.h"
#include "engine/pipeline/encode_rows.h"
#include "engine/pipeline/fit_split.h"

namespace evenhand {

Result<TransformedTable> preprocess(const PreprocessSpec& spec, const Table& table, const RunContext& ctx)
{
    EH_TRY(const MethodInfo* const method, findMethod(spec.method));
    EH_TRY(const ParamSet params, completeParams(method->id, method->params, spec.params));
    EH_TRY(const Prepared prepared, prepare(spec.roles, table, ctx));
    EH_TRY(const Encoder encoder, Encoder::fit(table, prepared.features, prepared.rows, spec.encoding));
    EH_TRY(const EncodedData rows, encodeRows(table, prepared, encoder, prepared.rows));
    const CalibrationData none;
    const FitInput input {rows, none, nullptr, prepared.groups.names, spec.roles.task, spec.encoding,
        seedFor(spec.seed, 0, SeedPurpose::Method), nullptr, nullptr,
        prepared.tasks.count() > 0 ? &prepared.tasks : nullptr, spec.roles.target};
    EH_TRY(const TransformedFeatures made, method->make()->transform(input, params, ctx));
    TransformedTable result;
    result.names = made.x.featureNames;
    result.features = made.x.dense;
    result.rows = prepared.rows;
    for (const std::vector<Text>* const part : {&prepared.warnings, &encoder.warnings(), &made.warnings})
        result.warnings.insert(result.warnings.end(), part->begin(), part->end());
    return result;
}

} // namespace evenhand
