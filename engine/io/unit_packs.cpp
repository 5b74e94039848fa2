#include "engine/io/unit_packs.h"

#include <algorithm>
#include <random>

namespace evenhand {

namespace {

namespace fs = std::filesystem;

/// A file is full from here on: files are what is deleted when there is too much.
constexpr std::uint64_t kFullPack = std::uint64_t {32} << 20;
constexpr const char* kEnding = ".units";

struct Pack {
    fs::path path;
    std::uint64_t bytes = 0;
    fs::file_time_type used;
};

/// The packs of a folder, those used last first.
std::vector<Pack> packsIn(const fs::path& folder)
{
    std::vector<Pack> packs;
    std::error_code broken; // the folder itself; a disk may go away while it is listed
    for (fs::directory_iterator it(folder, broken), end; !broken && it != end; it.increment(broken)) {
        const fs::directory_entry& entry = *it;
        std::error_code problem;
        if (entry.path().extension() != kEnding || !entry.is_regular_file(problem))
            continue;
        const std::uint64_t bytes = entry.file_size(problem);
        const fs::file_time_type used = problem ? fs::file_time_type {} : entry.last_write_time(problem);
        if (!problem)
            packs.push_back({entry.path(), bytes, used});
    }
    std::ranges::sort(packs,
        [](const Pack& a, const Pack& b) { return a.used != b.used ? a.used > b.used : a.path < b.path; });
    return packs;
}

std::string randomName()
{
    std::random_device random;
    std::string name;
    for (int i = 0; i < 16; ++i)
        name += "0123456789abcdef"[random() % 16];
    return name;
}

} // namespace

UnitPacks::UnitPacks(fs::path folder, std::uint64_t mostBytes)
    : m_folder(std::move(folder))
{
    std::uint64_t kept = 0;
    for (const Pack& pack : packsIn(m_folder)) {
        if (pack.bytes > mostBytes - kept) {
            std::error_code ignored; // another process may have been faster
            fs::remove(pack.path, ignored);
            continue;
        }
        kept += pack.bytes;
        for (UnitRecord& record : listUnits(pack.path).records) {
            std::string key = record.key;
            m_places.try_emplace(std::move(key), Place {m_packs.size(), std::move(record)});
        }
        m_packs.push_back(pack.path);
        m_isUsed.push_back(false);
    }
}

std::optional<std::string> UnitPacks::find(const std::string& key)
{
    UnitRecord record;
    fs::path pack;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_places.find(key);
        if (found == m_places.end())
            return std::nullopt;
        record = found->second.record;
        pack = m_packs[found->second.pack];
        if (!m_isUsed[found->second.pack]) {
            m_isUsed[found->second.pack] = true;
            std::error_code ignored; // of somebody else's: then it is only deleted sooner
            fs::last_write_time(pack, fs::file_time_type::clock::now(), ignored);
        }
    }
    return readUnit(pack, record);
}

void UnitPacks::keep(const std::string& key, std::string_view bytes)
{
    const std::scoped_lock lock(m_mutex);
    if (m_problem)
        return;
    const Result<void> done = append(key, bytes);
    if (done.has_error())
        m_problem = done.error();
}

std::optional<Error> UnitPacks::problem() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problem;
}

Result<void> UnitPacks::append(const std::string& key, std::string_view bytes)
{
    if (!m_writer || m_writer->size() >= kFullPack)
        EH_CHECK(startPack());
    EH_TRY(UnitRecord record, m_writer->append(key, bytes));
    m_places.insert_or_assign(key, Place {m_packs.size() - 1, std::move(record)});
    return kOk;
}

Result<void> UnitPacks::startPack()
{
    std::error_code problem;
    fs::create_directories(m_folder, problem);
    if (problem)
        return Error {ErrorCode::WriteFailed, text("cannot make the folder: %1", problem.message()), {},
            {m_folder.string(), {}, {}}};
    EH_TRY(UnitFileWriter writer, UnitFileWriter::create(m_folder / (randomName() + kEnding)));
    m_packs.push_back(writer.path());
    m_isUsed.push_back(true);
    m_writer.emplace(std::move(writer));
    return kOk;
}

} // namespace evenhand
