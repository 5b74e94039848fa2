#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace evenhand {

/// How a network's training went, epoch by epoch. All numbers of an epoch are those after it.
struct TrainingCurve {
    struct Epoch {
        double objective = 0.0;           ///< what is minimised, on the training rows of the last epoch
        double risk = 0.0;                ///< mean loss of the tasks, without penalties
        double divergence = 0.0;          ///< between the groups, before it is multiplied with the strength
        double validationObjective = 0.0; ///< risk + strength · divergence on rows kept aside; NaN without
        double gap = 0.0;                 ///< on the rows kept aside (else training): mean over the tasks
        double rms = 0.0;                 ///< root mean square of the centred representation
        std::vector<double> taskErrors; ///< on the same rows: share of wrong decisions, or mean squared error
                                        ///< over the variance
        std::vector<double> taskGaps; ///< |difference of decision rates|, or of means in standard deviations
    };
    std::string what;               ///< which network, for people: "mmd, strength 10, repeat 1"
    std::vector<std::string> tasks; ///< names
    std::vector<Epoch> epochs;      ///< those done
    int plannedEpochs = 0;
    int best = -1;             ///< epoch whose network is kept; -1 before the first
    bool stoppedEarly = false; ///< the validation objective had stopped falling
    bool stoppedByPerson = false;
    double seconds = 0.0;
    std::vector<double> batchGroupCounts; ///< rows of each group in a batch, mean
};

/// Where networks that are being trained show their curves; written by the engine, read by anybody.
class LiveTraining {
public:
    void show(std::shared_ptr<const TrainingCurve> curve)
    {
        const std::scoped_lock lock(m_mutex);
        m_curve = std::move(curve);
    }
    /// The curve that grew last; null before the first epoch of all.
    [[nodiscard]] std::shared_ptr<const TrainingCurve> curve() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_curve;
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const TrainingCurve> m_curve;
};

} // namespace evenhand
