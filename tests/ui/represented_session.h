#pragma once

#include "tests/support/represented.h"
#include "tests/ui/fake_services.h"

#include <QtTest/QtTest>

namespace evenhand::test {

/// Runs the usual made-up study with networks of @p epochs epochs, and compares transfers in @p repeats
/// steps.
inline ui::Services representedServices(const RepresentedSpec& spec, int epochs = 0)
{
    ui::Services services = fakeServices(1);
    services.run = [=](const Study& study, const Dataset&, const RunContext& ctx,
                       const PartialReport&) -> Result<std::shared_ptr<const Report>> {
        for (int i = 1; i <= epochs; ++i) {
            EH_CHECK(ctx.checkpoint());
            ctx.show(trainingCurve(spec, 10.0, i, epochs));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        const auto made = madeUpReport(study, static_cast<int>(spec.repeats), true);
        auto report = std::make_shared<Report>(*made);
        for (RunResult& run : report->runs)
            for (std::size_t r = 0; r < spec.repeats && !run.method.empty(); ++r)
                run.representations.push_back(representation(spec, r, 10.0));
        return std::shared_ptr<const Report>(report);
    };
    services.transfer = [=](const Study&, const Dataset&, const TransferSpec& asked, const RunContext& ctx,
                            const PartialTransfer& partial) -> Result<std::shared_ptr<const TransferReport>> {
        RepresentedSpec grown = spec;
        if (!asked.leaveOut.empty())
            grown.tasks = asked.leaveOut;
        for (int repeat = 1; repeat <= asked.repeats; ++repeat) {
            for (int ms = 0; ms < 30; ++ms) {
                if (ctx.stopRequested()) {
                    if (repeat == 1)
                        return Error {ErrorCode::Cancelled, text("stopped"), {}, {}};
                    return transferReport(grown, false);
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            grown.repeats = static_cast<std::size_t>(repeat);
            partial(transferReport(grown, false));
        }
        return transferReport(grown);
    };
    return services;
}

/// A session whose study has run; @p hasTasks  with a further target.
inline std::unique_ptr<ui::SessionController> representedSession(
    const RepresentedSpec& spec, bool hasTasks, const QString& folder)
{
    auto made = std::make_unique<ui::SessionController>(representedServices(spec), ui::StateFolder(folder));
    made->open({QStringLiteral("small.csv"), {}, {}});
    [&] { QTRY_VERIFY(made->table() != nullptr); }();
    if (hasTasks)
        made->edit({}, {}, [](ui::SessionState& s) {
            s.study.roles.tasks = {{"merit", Task::Classification, {}, 3.0}};
        });
    made->run();
    [&] { QTRY_VERIFY(made->report() != nullptr && !made->isRunning()); }();
    return made;
}

} // namespace evenhand::test
