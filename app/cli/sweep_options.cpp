#include "app/cli/sweep_options.h"

#include "app/cli/sweep_line.h"
#include "app/common/version.h"
#include "engine/io/build_id.h"
#include "engine/io/load_dataset.h"

#include <charconv>
#include <iostream>

namespace evenhand::cli {

Result<LoadedStudy> loadStudy(const SweepOptions& options, const RunContext& ctx)
{
    EH_TRY(StudyFile file, loadStudyFile(options.study));
    EH_TRY(Dataset data,
        loadDataset(
            dataPathOf(file.study, options.study).string(), file.study.import, file.study.dataSha256, ctx));
    for (const Text& note : data.notes)
        if (!options.quiet)
            std::cerr << "note: " << note.english() << '\n';
    return LoadedStudy {std::move(file), std::move(data)};
}

std::filesystem::path cacheFolderOf(const SweepOptions& options)
{
    if (!options.cache.empty())
        return options.cache;
    return std::filesystem::path(options.study).replace_extension(".evenhand-cache");
}

std::unique_ptr<UnitPacks> openCache(const SweepOptions& options)
{
    if (options.noCache || buildId().empty())
        return nullptr;
    return std::make_unique<UnitPacks>(cacheFolderOf(options));
}

std::string programId()
{
    return std::string(kVersion) + ' ' + kCommit + ' ' + buildId();
}

Result<Shard> readShard(const std::string& given)
{
    const auto number = [](const char* begin, const char* end) -> std::size_t {
        std::size_t value = 0;
        const auto [rest, problem] = std::from_chars(begin, end, value);
        return problem == std::errc() && rest == end ? value : 0;
    };
    const std::size_t slash = std::min(given.find('/'), given.size());
    const char* const end = given.data() + given.size();
    const std::size_t index = number(given.data(), given.data() + slash);
    const std::size_t count = slash < given.size() ? number(given.data() + slash + 1, end) : 0;
    if (index < 1 || index > count)
        return invalidArgument(
            text("“%1” is no part of a sweep", given), text("--shard 3/8 is the third of eight parts"));
    return Shard {index - 1, count};
}

void tellCache(const SweepProgress& progress, const UnitPacks* cache)
{
    if (cache == nullptr)
        return;
    const SweepProgress::State state = progress.state();
    if (state.fromCache > 0)
        std::cerr << "note: " << cacheText(state) << '\n';
    if (const std::optional<Error> problem = cache->problem())
        std::cerr << "note: results are not kept for another time: " << problem->english()
                  << " (--cache chooses another folder, --no-cache none)\n";
}

} // namespace evenhand::cli
