#include "engine/io/load_dataset.h"

#include "engine/io/samples.h"

namespace evenhand {

Result<Dataset> loadDataset(const std::string& path, const ImportOptions& options,
    const std::string& expectedSha256, const RunContext& ctx)
{
    if (isSimulationPath(path)) {
        EH_TRY(const SimulationSpec spec, parseSimulationPath(path));
        return simulateTable(spec);
    }
    EH_TRY(Dataset data, readTable(std::filesystem::path(path), options, ctx));
    if (!expectedSha256.empty() && data.sha256 != expectedSha256)
        data.notes.insert(data.notes.begin(),
            text("the file has changed since the study was saved (SHA-256 %1…, was %2…)",
                data.sha256.substr(0, 12), expectedSha256.substr(0, 12)));
    return data;
}

} // namespace evenhand
