#include "ui/text/labels.h"

#include "engine/figures/run_names.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("labels", text);
}

template <class Info> const Info* byId(const std::vector<Info>& all, const std::string& id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Info& info) { return info.id == id; });
    return found == all.end() ? nullptr : &*found;
}

/// "estimator smooth, C 10": parameters that differ from their defaults, and all choices.
QString settings(const std::vector<ParamSpec>& specs, const ParamSet& params)
{
    QStringList parts;
    for (const ParamSpec& spec : specs) {
        const auto found = params.find(spec.id);
        if (spec.isStrength || found == params.end())
            continue;
        if (const auto* const choice = std::get_if<std::string>(&found->second)) {
            if (spec.choices.size() > 1) {
                QString words = translate(*choice);
                parts << words.replace(QLatin1Char('_'), QLatin1Char(' '));
            }
        } else if (const double value = std::get<double>(found->second); value != spec.defaultNumber) {
            parts << QStringLiteral("%1 %2").arg(translate(spec.name), plainNumber(value, 4));
        }
    }
    return parts.join(QStringLiteral(", "));
}

/// Name of a parameter for people, or @p otherwise when it is none of these.
QString paramName(const std::vector<ParamSpec>& specs, const std::string& id, const QString& otherwise)
{
    const auto found
        = std::find_if(specs.begin(), specs.end(), [&](const ParamSpec& spec) { return spec.id == id; });
    return found == specs.end() ? otherwise : translate(found->name);
}

QString withSettings(const QString& name, const QString& settings)
{
    return settings.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, settings);
}

} // namespace

QString learnerName(const std::string& id)
{
    const LearnerInfo* const info = byId(learners(), id);
    return info != nullptr ? translate(info->name) : QString::fromStdString(id);
}

QString methodName(const std::string& id)
{
    if (id.empty())
        return tr("No repair");
    const MethodInfo* const info = byId(methods(), id);
    return info != nullptr ? translate(info->name) : QString::fromStdString(id);
}

const MetricInfo* metricInfo(const std::string& id)
{
    return byId(metrics(), id);
}

QString metricName(const std::string& id)
{
    const MetricInfo* const info = metricInfo(id);
    return info != nullptr ? translate(info->name) : QString::fromStdString(id);
}

QString metricInSentence(const std::string& id)
{
    QString name = metricName(id);
    const std::string english = evenhand::metricName(id);
    if (!name.isEmpty() && !english.empty() && english[0] >= 'a' && english[0] <= 'z')
        name[0] = name[0].toLower();
    return name;
}

QString formatNumber(double value, double uncertainty, bool percent)
{
    const double scale = percent ? 100.0 : 1.0;
    // Two digits of the uncertainty are shown, and the value to the same place: 164,000 ± 43,000.
    int decimals = percent ? 1 : 3;
    double shown = value * scale;
    if (uncertainty > 0) {
        const int place = 1 - static_cast<int>(std::floor(std::log10(uncertainty * scale)));
        decimals = std::clamp(place, 0, percent ? 2 : 4);
        if (place < 0)
            shown = std::round(shown * std::pow(10.0, place)) / std::pow(10.0, place);
    } else if (!percent && std::abs(value) >= 100) {
        decimals = 1;
    }
    const QString number = QLocale().toString(shown, 'f', decimals);
    return percent ? tr("%1\u00a0%").arg(number) : number;
}

QString formatMetric(const RepeatedMetric& metric)
{
    if (!metric.mean)
        return metric.undefined.empty() ? tr("undefined") : translate(metric.undefined);
    const MetricInfo* const info = metricInfo(metric.id);
    const bool percent = info != nullptr && info->isShare;
    const double half
        = metric.low && metric.high ? (*metric.high - *metric.low) / 2.0 : metric.sd.value_or(0.0);
    const QString mean = formatNumber(*metric.mean, half, percent);
    if (half <= 0.0)
        return mean;
    QString spread = formatNumber(half, half, percent);
    if (percent)
        spread.chop(2);
    return tr("%1\u00a0±\u00a0%2").arg(mean, spread);
}

QString plainNumber(double value, int digits)
{
    const double size = std::abs(value);
    if (size != 0.0 && (size < 1e-4 || size >= 1e7))
        return QLocale().toString(value, 'g', digits);
    // Whole numbers keep all their digits: people read 12,285, not 1.229e+04.
    const int leading = size == 0.0 ? 0 : static_cast<int>(std::floor(std::log10(size)));
    QString number = QLocale().toString(value, 'f', std::max(0, digits - 1 - leading));
    const QString point = QLocale().decimalPoint();
    if (number.contains(point)) {
        while (number.endsWith(QLatin1Char('0')))
            number.chop(1);
        if (number.endsWith(point))
            number.chop(point.size());
    }
    return number;
}

QString formatSeconds(double seconds)
{
    if (seconds < 0.001)
        return tr("< 1 ms");
    if (seconds < 1.0)
        return tr("%1 ms").arg(QLocale().toString(seconds * 1000.0, 'f', 0));
    return tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10.0 ? 1 : 0));
}

QString methodLabel(const RunResult& run)
{
    const MethodInfo* const info = byId(methods(), run.method);
    return info == nullptr ? methodName(run.method)
                           : withSettings(translate(info->name), settings(info->params, run.methodParams));
}

QString strengthLabel(const RunResult& run)
{
    Text words = strengthWords(run);
    if (words.empty())
        return {};
    words.args[0] = translate(words.args[0]).toStdString();
    words.args[1] = plainNumber(*strengthOf(run)).toStdString();
    return translate(words);
}

QString runLabel(const RunResult& run)
{
    const QString strength = strengthLabel(run);
    return strength.isEmpty() ? methodLabel(run) : tr("%1, %2").arg(methodLabel(run), strength);
}

QString choiceLabel(const RunResult& run)
{
    const LearnerInfo* const learner = byId(learners(), run.learner);
    const MethodInfo* const method = byId(methods(), run.method);
    QStringList parts;
    for (const auto& [id, value] : chosenParameters(run)) {
        const double* const number = std::get_if<double>(&value);
        QString name = QString::fromStdString(id);
        if (learner != nullptr)
            name = paramName(learner->params, id, name);
        if (method != nullptr)
            name = paramName(method->params, id, name);
        parts << QStringLiteral("%1 %2").arg(
            name, number != nullptr ? plainNumber(*number, 4) : translate(std::get<std::string>(value)));
    }
    if (parts.isEmpty() || run.selection->repeats.empty())
        return {};
    return tr("chosen: %1 (%2 of %3 repeats)")
        .arg(parts.join(QStringLiteral(", ")), QLocale().toString(run.selection->timesChosen),
            QLocale().toString(static_cast<qulonglong>(run.selection->repeats.size())));
}

QString escaped(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

ErrorSentences errorSentences(const Error& error)
{
    ErrorSentences sentences {
        translate(error.what), QString::fromStdString(error.where.file), translate(error.hint)};
    if (error.where.line)
        sentences.where
            = tr("%1, line %2").arg(sentences.where, QLocale().toString(qlonglong {*error.where.line}));
    if (error.where.column)
        sentences.where
            = tr("%1, column %2").arg(sentences.where, QLocale().toString(qlonglong {*error.where.column}));
    if (!sentences.what.isEmpty())
        sentences.what[0] = sentences.what[0].toUpper();
    if (!sentences.hint.isEmpty())
        sentences.hint[0] = sentences.hint[0].toUpper();
    return sentences;
}

} // namespace evenhand::ui
