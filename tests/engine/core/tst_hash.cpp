#include "engine/core/hash.h"

#include <QtTest/QtTest>

#include <fstream>
#include <string>

using namespace evenhand;

class TestHash : public QObject {
    Q_OBJECT

private slots:
    void agreesWithThePublishedExamples()
    {
        // FIPS 180-4's examples, as in NIST's "SHA256.pdf".
        QCOMPARE(sha256(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(
            sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256(std::string(1'000'000, 'a')),
            std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void hashesAFileLikeItsBytes()
    {
        QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "bytes";
        const std::string bytes(3'000'001, 'x'); // more than one piece
        std::ofstream(file, std::ios::binary) << bytes;
        QCOMPARE(sha256OfFile(file, {}).value(), sha256(bytes));
        QCOMPARE(sha256(bytes, RunContext {}).value(), sha256(bytes));
    }

    void saysWhenTheFileCannotBeOpened()
    {
        const auto hash = sha256OfFile("/nowhere/at/all", {});
        QVERIFY(hash.has_error());
        QCOMPARE(hash.error().code, ErrorCode::Unreadable);
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(sha256("abc", RunContext(stop.get_token(), nullptr, 1)).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestHash)
#include "tst_hash.moc"
