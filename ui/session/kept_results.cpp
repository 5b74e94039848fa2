#include "ui/session/kept_results.h"

#include "engine/io/build_id.h"
#include "engine/io/unit_packs.h"

#include <mutex>

namespace evenhand::ui {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t {2} << 30;

/// Opens the folder when the first run asks for it: off the window's thread, and not before the window is
/// there.
class LazyPacks {
public:
    explicit LazyPacks(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }
    UnitPacks& get()
    {
        std::call_once(m_once, [this] { m_packs.emplace(m_folder, kMostBytes); });
        return *m_packs;
    }

private:
    std::filesystem::path m_folder;
    std::once_flag m_once;
    std::optional<UnitPacks> m_packs;
};

} // namespace

Services keepingResults(Services services, std::filesystem::path folder)
{
    services.run = [packs = std::make_shared<LazyPacks>(std::move(folder))](const Study& study,
                       const Dataset& data, const RunContext& ctx, const PartialReport& partial) {
        // Without a build to tell results of another one by, none are taken.
        UnitStore* const store = buildId().empty() ? nullptr : &packs->get();
        return evenhand::run(study, data, ctx, RunOptions {store, buildId(), {}, nullptr}, partial);
    };
    return services;
}

} // namespace evenhand::ui
