#include "engine/core/hash.h"
#include "engine/core/rng.h"
#include "engine/io/atomic_file.h"
#include "engine/io/shards.h"
#include "engine/io/unit_packs.h"
#include "tests/support/memory_store.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace evenhand;
namespace fs = std::filesystem;

namespace {

std::string key(int i)
{
    return sha256(std::to_string(i));
}

std::string content(int i)
{
    return "content " + std::string(static_cast<std::size_t>(i % 50), static_cast<char>(i))
        + std::to_string(i);
}

fs::path pathIn(const QTemporaryDir& folder, const char* name)
{
    return fs::path(folder.path().toStdString()) / name;
}

/// Without asking the disk to be sure, thousands of times.
void overwrite(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::vector<fs::path> filesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.push_back(entry.path());
    return files;
}

/// Two shards of a sweep in a folder, holding the units 0…9.
std::vector<fs::path> writeShards(const QTemporaryDir& folder, const std::string& sweep = "a sweep")
{
    std::vector<fs::path> files;
    for (std::size_t shard = 0; shard < 2; ++shard) {
        files.push_back(pathIn(folder, shardFileName({shard, 2}).c_str()));
        const auto writer = ShardWriter::create(files.back(), nullptr).value();
        for (int i = static_cast<int>(shard); i < 10; i += 2)
            writer->keep(key(i), content(i));
        writer->finish(sweep, {shard, 2}).value();
    }
    return files;
}

QString refusal(const std::vector<fs::path>& files, const std::string& sweep = "a sweep")
{
    return QString::fromStdString(ShardReader::open(files, sweep).error().english());
}

} // namespace

class TstUnitPacks : public QObject {
    Q_OBJECT
private slots:
    void givesBackWhatItKeepsAlsoToTheNext()
    {
        const QTemporaryDir folder;
        const fs::path packs = pathIn(folder, "deep/cache");
        {
            UnitPacks store(packs);
            QVERIFY(!store.find(key(1)));
            QVERIFY(!fs::exists(packs)); // nothing is made before there is something to keep
            for (int i = 0; i < 100; ++i)
                store.keep(key(i), content(i));
            QCOMPARE(store.find(key(7)).value(), content(7));
            store.keep(key(7), "newer");
            QCOMPARE(store.find(key(7)).value(), std::string("newer"));
            store.keep(key(1000), "");
        }
        UnitPacks next(packs);
        for (int i = 8; i < 100; ++i)
            QCOMPARE(next.find(key(i)).value(), content(i));
        QCOMPARE(next.find(key(1000)).value(), std::string());
        QVERIFY(!next.find(key(100)));
        QVERIFY(!next.problem());
    }
    void aFileCutShortAnywhereIsGoodUpToThere()
    {
        const QTemporaryDir folder;
        const fs::path packs = pathIn(folder, "cache");
        {
            UnitPacks store(packs);
            for (int i = 0; i < 5; ++i)
                store.keep(key(i), content(i));
        }
        const fs::path file = filesIn(packs).front();
        const std::string whole = readFile(file).value();
        const std::vector<UnitRecord> records = listUnits(file).records;
        QCOMPARE(records.size(), std::size_t {5});
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            overwrite(file, whole.substr(0, size));
            UnitPacks store(packs);
            for (int i = 0; i < 5; ++i) {
                const UnitRecord& record = records[static_cast<std::size_t>(i)];
                const auto found = store.find(key(i));
                QCOMPARE(found.has_value(), record.offset + record.length <= size);
                QVERIFY(!found || *found == content(i));
            }
        }
    }
    void flippedBitsAndForeignFilesAreNoResults()
    {
        const QTemporaryDir folder;
        const fs::path packs = pathIn(folder, "cache");
        {
            UnitPacks store(packs);
            for (int i = 0; i < 5; ++i)
                store.keep(key(i), content(i));
        }
        const fs::path file = filesIn(packs).front();
        const std::string whole = readFile(file).value();
        Rng rng(3, 1);
        for (int round = 0; round < 1000; ++round) {
            std::string bytes = whole;
            bytes[rng.below(bytes.size())] ^= static_cast<char>(1U << rng.below(8));
            overwrite(file, bytes);
            UnitPacks store(packs);
            int good = 0;
            for (int i = 0; i < 5; ++i)
                if (const auto found = store.find(key(i))) {
                    QCOMPARE(*found, content(i));
                    ++good;
                }
            QVERIFY(good < 5);
        }
        for (const std::string& foreign : {std::string("PK\3\4"), std::string(500, '\0'), std::string(7, 'E'),
                 std::string("EHUNIT1\n") + std::string(80, '\xFF'), whole.substr(3)}) {
            overwrite(file, foreign);
            UnitPacks store(packs);
            QVERIFY(!store.find(key(0)));
            store.keep(key(0), content(0));
            QCOMPARE(UnitPacks(packs).find(key(0)).value(), content(0));
            for (const fs::path& each : filesIn(packs))
                if (each != file)
                    fs::remove(each);
        }
    }
    void twoProgramsShareAFolder()
    {
        const QTemporaryDir folder;
        const fs::path packs = pathIn(folder, "cache");
        UnitPacks one(packs);
        UnitPacks other(packs);
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    for (int i = t; i < 400; i += 4) {
                        (t % 2 == 0 ? one : other).keep(key(i), content(i));
                        static_cast<void>(one.find(key(i)));
                    }
                });
        }
        UnitPacks third(packs);
        for (int i = 0; i < 400; ++i)
            QCOMPARE(third.find(key(i)).value(), content(i));
    }
    void aFolderThatCannotBeWrittenIsSaidOnceAndDoesNoHarm()
    {
        const QTemporaryDir folder;
        const fs::path blocked = pathIn(folder, "file");
        overwrite(blocked, "in the way");
        UnitPacks store(blocked / "cache");
        store.keep(key(1), content(1));
        store.keep(key(2), content(2));
        QVERIFY(store.problem().has_value());
        QCOMPARE(store.problem()->code, ErrorCode::WriteFailed);
        QVERIFY(!store.find(key(1)));
    }
    void beyondItsLimitTheFilesUnusedForLongestGo()
    {
        const QTemporaryDir folder;
        const fs::path packs = pathIn(folder, "cache");
        const std::string big(100'000, 'x');
        for (int i = 0; i < 4; ++i) {
            UnitPacks store(packs);
            store.keep(key(i), big);
            // Ages on record, so that the test need not wait for the file system's clock.
            for (const fs::path& file : filesIn(packs))
                fs::last_write_time(file, fs::last_write_time(file) - std::chrono::hours(1));
        }
        QVERIFY(UnitPacks(packs).find(key(0)).has_value()); // used now
        UnitPacks limited(packs, 250'000);
        QCOMPARE(filesIn(packs).size(), std::size_t {2});
        QVERIFY(limited.find(key(0)).has_value());
        QVERIFY(limited.find(key(3)).has_value());
        QVERIFY(!limited.find(key(1)) && !limited.find(key(2)));
    }
    void shardsAreReadTogether()
    {
        const QTemporaryDir folder;
        const std::vector<fs::path> files = writeShards(folder);
        QCOMPARE(filesIn(folder.path().toStdString()).size(), std::size_t {2}); // nothing unfinished is left
        const auto reader = ShardReader::open({files[1], files[0], files[1]}, "a sweep").value();
        for (int i = 0; i < 10; ++i)
            QCOMPARE(reader->find(key(i)).value(), content(i));
        QVERIFY(!reader->find(key(10)));
    }
    void aShardAlsoHoldsWhatWasFoundElsewhere()
    {
        const QTemporaryDir folder;
        test::MemoryStore known;
        known.keep(key(1), content(1));
        const fs::path file = pathIn(folder, "shard");
        const auto writer = ShardWriter::create(file, &known).value();
        QCOMPARE(writer->find(key(1)).value(), content(1));
        QVERIFY(!writer->find(key(2)));
        writer->keep(key(2), content(2));
        QVERIFY(known.find(key(2)).has_value());
        QVERIFY(!fs::exists(file)); // not before it is complete
        writer->finish("a sweep", {0, 1}).value();
        const auto reader = ShardReader::open({file}, "a sweep").value();
        QCOMPARE(reader->find(key(1)).value(), content(1));
        QCOMPARE(reader->find(key(2)).value(), content(2));
    }
    void anUnfinishedShardLeavesNothing()
    {
        const QTemporaryDir folder;
        ShardWriter::create(pathIn(folder, "shard"), nullptr).value()->keep(key(1), content(1));
        QVERIFY(filesIn(folder.path().toStdString()).empty());
    }
    void shardsThatDoNotBelongTogetherAreRefusedByName()
    {
        const QTemporaryDir folder;
        const std::vector<fs::path> files = writeShards(folder);
        QVERIFY(refusal({files[1]}).contains("shard 1 of 2 is missing"));
        QVERIFY(refusal(files, "another sweep").contains("shard-1-of-2.units"));
        QVERIFY(refusal(files, "another sweep").contains("another study"));
        QVERIFY(refusal({files[0], pathIn(folder, "nowhere")}).contains("nowhere"));
        overwrite(pathIn(folder, "table.csv"), "a,b\n1,2\n");
        QVERIFY(refusal({files[0], pathIn(folder, "table.csv")}).contains("table.csv"));
        const fs::path other = pathIn(folder, "shard-2-of-3.units");
        ShardWriter::create(other, nullptr).value()->finish("a sweep", {1, 3}).value();
        QVERIFY(refusal({files[0], other}).contains("shard-2-of-3.units"));
        QVERIFY(refusal({other}).contains("shards 1 and 3 of 3 are missing"));
        const std::string whole = readFile(files[0]).value();
        for (std::size_t size = 0; size < whole.size(); size += 13) {
            overwrite(files[0], whole.substr(0, size));
            QVERIFY(refusal(files).contains("shard-1-of-2.units"));
        }
        for (std::size_t place = 0; place < whole.size(); place += 7) {
            std::string bytes = whole;
            bytes[place] ^= 4;
            overwrite(files[0], bytes);
            QVERIFY(refusal(files).contains("shard-1-of-2.units"));
        }
    }
};

QTEST_GUILESS_MAIN(TstUnitPacks)
#include "tst_unit_packs.moc"
