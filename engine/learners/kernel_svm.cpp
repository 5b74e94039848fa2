#include "engine/learners/kernel_svm.h"

#include "engine/learners/common_params.h"
#include "engine/svm/svm_learning.h"

namespace evenhand {

namespace {

constexpr std::string_view kRbf = "rbf";
constexpr std::string_view kPolynomial = "polynomial";
constexpr std::string_view kLinear = "linear";

KernelSpec kernelOf(const ParamSet& params)
{
    const std::string& id = choice(params, "kernel");
    KernelSpec kernel;
    kernel.kind = id == kLinear ? KernelKind::Linear
        : id == kPolynomial     ? KernelKind::Polynomial
                                : KernelKind::Rbf;
    kernel.gamma = number(params, "gamma");
    kernel.degree = static_cast<int>(number(params, "degree"));
    kernel.offset = number(params, "offset");
    return kernel;
}

class KernelSvmLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx) const override
    {
        EH_TRY(const ConstrainedPath path, fitConstrained(train, params, encoding, {}, {}, ctx));
        return path.unconstrained.predictor;
    }

    [[nodiscard]] Result<ConstrainedPath> fitConstrained(const EncodedData& train, const ParamSet& params,
        const EncodingSpec& encoding, const MeanConstraints& constraints,
        const std::vector<Tolerance>& tolerances, const RunContext& ctx) const override
    {
        SvmSettings settings;
        settings.name = "the kernel support vector machine";
        settings.kernel = kernelOf(params);
        settings.cost = number(params, "C");
        settings.landmarks = static_cast<Eigen::Index>(number(params, "landmarks"));
        settings.intercept = encoding.intercept;
        return trainSvm(train, settings, constraints, tolerances, ctx);
    }
};

ParamSpec kernelParam()
{
    ParamSpec kernel;
    kernel.id = "kernel";
    kernel.name = "Kernel";
    kernel.description
        = "What makes two rows alike: rbf is exp(-γ·‖x-z‖²), polynomial is (γ·x·z + offset)^degree, "
          "linear is x·z.";
    kernel.kind = ParamKind::Choice;
    kernel.choices = {kRbf, kPolynomial, kLinear};
    return kernel;
}

ParamSpec gammaParam()
{
    ParamSpec gamma;
    gamma.id = "gamma";
    gamma.name = "Kernel width γ";
    gamma.description = "How fast likeness fades with distance: larger values make narrower bumps.";
    gamma.minimum = 1e-12;
    gamma.maximum = 1e12;
    gamma.defaultNumber = 0.1;
    gamma.logarithmic = true;
    return gamma;
}

ParamSpec wholeNumber(std::string_view id, std::string_view name, std::string_view description, double most)
{
    ParamSpec spec;
    spec.id = id;
    spec.name = name;
    spec.description = description;
    spec.kind = ParamKind::Integer;
    spec.maximum = most;
    return spec;
}

} // namespace

LearnerInfo kernelSvmInfo()
{
    LearnerInfo info;
    info.id = "kernel_svm";
    info.name = "Kernel support vector machine";
    info.description
        = "Minimises ½‖w‖² + C·Σ hinge loss in the space of a kernel; the intercept is not penalised.";
    info.classification = true;
    info.scoreKind = ScoreKind::DecisionValue;
    info.constrainsMeans = true;
    ParamSpec degree = wholeNumber("degree", "Degree", "Of the polynomial kernel.", 20.0);
    degree.minimum = 1.0;
    degree.defaultNumber = 3.0;
    ParamSpec offset;
    offset.id = "offset";
    offset.name = "Offset";
    offset.description = "Of the polynomial kernel: 0 keeps only products of full degree.";
    offset.maximum = 1e6;
    offset.defaultNumber = 1.0;
    info.params = {kernelParam(), inverseRegularisation(), gammaParam(), degree, offset,
        wholeNumber("landmarks", "Landmarks",
            "With more than 20,000 different training rows the kernel is approximated by this many of them; "
            "0 "
            "chooses by the number of rows.",
            5000.0)};
    info.citation
        = "Cortes, Vapnik (1995), Support-vector networks, Machine Learning 20; approximation: Williams, "
          "Seeger (2001), Using the Nyström method to speed up kernel machines";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<KernelSvmLearner>(); };
    return info;
}

} // namespace evenhand
