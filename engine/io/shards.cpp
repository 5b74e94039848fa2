#include "engine/io/shards.h"

#include "engine/core/hash.h"
#include "engine/pipeline/archive.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>

namespace evenhand {

namespace {

namespace fs = std::filesystem;

/// The last record of a shard's file says what it is.
struct Manifest {
    std::string sweep;
    std::uint64_t index = 0, count = 0;
    std::uint64_t records = 0; ///< before this one
};

std::string manifestKey()
{
    return sha256("evenhand shard manifest 1");
}

Error shardError(ErrorCode code, const fs::path& file, Text what, Text hint)
{
    return {code, std::move(what), std::move(hint), {file.string(), {}, {}}};
}

Error noShard(const fs::path& file)
{
    return shardError(ErrorCode::Unreadable, file, text("this is not a complete shard of a sweep"),
        text("run that part again with --shard"));
}

/// The manifest of a file whose every byte is as it was written.
Result<Manifest> checkedManifest(const fs::path& file, const UnitList& list)
{
    std::error_code problem;
    if (!fs::exists(file, problem))
        return shardError(ErrorCode::Unreadable, file, text("there is no such file"), {});
    if (list.records.empty() || !list.isWhole || list.records.back().key != manifestKey())
        return noShard(file);
    std::optional<std::string> content;
    for (const UnitRecord& record : list.records) {
        content = readUnit(file, record);
        if (!content)
            return noShard(file);
    }
    Manifest manifest;
    ArchiveReader reader(*content);
    reader(manifest.sweep, manifest.index, manifest.count, manifest.records);
    if (!reader.isComplete() || manifest.records + 1 != list.records.size()
        || manifest.index >= manifest.count)
        return noShard(file);
    return manifest;
}

/// "2", "2 and 5", "2, 5 and 7"
std::string listed(const std::vector<std::uint64_t>& numbers)
{
    std::string list;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0)
            list += i + 1 == numbers.size() ? " and " : ", ";
        list += std::to_string(numbers[i]);
    }
    return list;
}

Result<void> checkNoneMissing(const std::set<std::uint64_t>& found, std::uint64_t count)
{
    constexpr std::size_t kMostNamed = 20;
    std::vector<std::uint64_t> missing;
    std::size_t more = 0;
    for (std::uint64_t index = 0; index < count; ++index) {
        if (found.contains(index))
            continue;
        if (missing.size() < kMostNamed)
            missing.push_back(index + 1);
        else
            ++more;
    }
    if (missing.empty())
        return kOk;
    const Text hint = text("run each with --shard NUMBER/%1, then merge again", count);
    if (more > 0)
        return invalidArgument(
            text("the shards %1 and %2 others of %3 are missing", listed(missing), more, count), hint);
    if (missing.size() == 1)
        return invalidArgument(text("shard %1 of %2 is missing", missing.front(), count), hint);
    return invalidArgument(text("the shards %1 of %2 are missing", listed(missing), count), hint);
}

} // namespace

std::string shardFileName(const Shard& shard)
{
    return "shard-" + std::to_string(shard.index + 1) + "-of-" + std::to_string(shard.count) + ".units";
}

Result<std::unique_ptr<ShardWriter>> ShardWriter::create(fs::path file, UnitStore* known)
{
    // What a killed process has left of the same shard is of no use: its results are in the cache.
    fs::path unfinished = file;
    unfinished += ".unfinished";
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    EH_TRY(UnitFileWriter writer, UnitFileWriter::create(unfinished));
    return std::unique_ptr<ShardWriter>(new ShardWriter(std::move(writer), std::move(file), known));
}

ShardWriter::ShardWriter(UnitFileWriter writer, fs::path file, UnitStore* known)
    : m_file(std::move(file))
    , m_known(known)
    , m_writer(std::move(writer))
{
}

ShardWriter::~ShardWriter()
{
    std::error_code ignored;
    if (!m_isFinished)
        fs::remove(m_writer.path(), ignored);
}

void ShardWriter::record(const std::string& key, std::string_view bytes)
{
    const std::scoped_lock lock(m_mutex);
    if (m_problem || !m_keys.insert(key).second)
        return;
    const Result<UnitRecord> done = m_writer.append(key, bytes);
    if (done.has_error())
        m_problem = done.error();
}

std::optional<std::string> ShardWriter::find(const std::string& key)
{
    std::optional<std::string> bytes = m_known != nullptr ? m_known->find(key) : std::nullopt;
    if (bytes)
        record(key, *bytes);
    return bytes;
}

void ShardWriter::keep(const std::string& key, std::string_view bytes)
{
    if (m_known != nullptr)
        m_known->keep(key, bytes);
    record(key, bytes);
}

Result<void> ShardWriter::finish(const std::string& sweep, const Shard& shard)
{
    const std::scoped_lock lock(m_mutex);
    if (m_problem)
        return *m_problem;
    ArchiveWriter manifest;
    manifest(sweep, std::uint64_t {shard.index}, std::uint64_t {shard.count}, std::uint64_t {m_keys.size()});
    EH_CHECK(m_writer.append(manifestKey(), manifest.bytes()));
    EH_CHECK(m_writer.flush());
    if (std::rename(m_writer.path().c_str(), m_file.c_str()) != 0)
        return shardError(ErrorCode::WriteFailed, m_file,
            text("cannot write the file: %1", std::strerror(errno)), text("choose another folder"));
    m_isFinished = true;
    return kOk;
}

Result<std::unique_ptr<ShardReader>> ShardReader::open(
    const std::vector<fs::path>& files, const std::string& sweep)
{
    auto reader = std::make_unique<ShardReader>();
    std::set<std::uint64_t> found;
    std::uint64_t count = 0;
    for (const fs::path& file : files) {
        UnitList list = listUnits(file);
        EH_TRY(const Manifest manifest, checkedManifest(file, list));
        if (manifest.sweep != sweep)
            return shardError(ErrorCode::InvalidArgument, file,
                text("the shard belongs to another study or table, or was computed by another build of this "
                     "program"),
                text("run it again with this study"));
        if (count != 0 && manifest.count != count)
            return shardError(ErrorCode::InvalidArgument, file,
                text("the shard is one of %1 parts, the others are of %2", manifest.count, count),
                text("merge shards of one division"));
        count = manifest.count;
        found.insert(manifest.index);
        for (UnitRecord& record : list.records) {
            std::string key = record.key;
            reader->m_places.try_emplace(std::move(key), Place {file, std::move(record)});
        }
    }
    if (files.empty())
        return invalidArgument(text("there are no shards to merge"));
    EH_CHECK(checkNoneMissing(found, count));
    return reader;
}

std::optional<std::string> ShardReader::find(const std::string& key)
{
    const auto place = m_places.find(key);
    return place == m_places.end() ? std::nullopt : readUnit(place->second.file, place->second.record);
}

} // namespace evenhand
