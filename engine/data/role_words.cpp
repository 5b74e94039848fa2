#include "engine/data/role_words.h"

#include "engine/data/column_names.h"

#include <algorithm>
#include <array>
#include <span>

namespace evenhand {

namespace {

using Words = std::span<const std::string_view>;

bool isOneOf(std::string_view word, Words words)
{
    return std::ranges::find(words, word) != words.end();
}

bool anyIsOneOf(const std::vector<std::string>& names, Words words)
{
    return std::ranges::any_of(names, [words](const std::string& name) { return isOneOf(name, words); });
}

/// Words with blanks between: "two year recid".
std::string joined(const std::vector<std::string>& words)
{
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : " ") + word;
    return all;
}

constexpr std::array<std::string_view, 22> kSex = {"sex", "gender", "geschlecht", "sexe", "genre", "sexo",
    "género", "genero", "sesso", "genere", "geslacht", "kön", "køn", "kjønn", "sukupuoli", "płeć", "female",
    "male", "woman", "women", "sexuality", "transgender"};
constexpr std::array<std::string_view, 36> kRace
    = {"race", "races", "racial", "ethnicity", "ethnic", "ethnicities", "ethnie", "etnia", "étnia",
        "ethnizität", "ethnie", "rasse", "raza", "raça", "raca", "razza", "ras", "etniciteit", "hautfarbe",
        "afam", "black", "white", "asian", "hispanic", "hisp", "latino", "latina", "latinx", "caucasian",
        "minority", "minorité", "minderheit", "minoría", "african", "indigenous", "skin"};
constexpr std::array<std::string_view, 15> kAge = {"age", "ages", "alter", "âge", "edad", "età", "eta",
    "idade", "leeftijd", "wiek", "ålder", "alder", "birthyear", "birthdate", "dob"};
constexpr std::array<std::string_view, 14> kOrigin
    = {"nationality", "nationalität", "staatsangehörigkeit", "nationalité", "nacionalidad", "nazionalità",
        "citizenship", "citizen", "foreign", "foreigner", "immigrant", "immigration", "migration", "gastarb"};
constexpr std::array<std::string_view, 15> kBelief
    = {"religion", "religious", "faith", "konfession", "confession", "religión", "religione", "religie",
        "caste", "kaste", "orientation", "political", "creed", "ideology", "belief"};
constexpr std::array<std::string_view, 11> kDisability = {"disability", "disabled", "disabilities",
    "handicap", "handicapped", "behinderung", "behindert", "discapacidad", "invalidité", "disabilità", "dis"};
constexpr std::array<std::string_view, 17> kFamily = {"marital", "married", "marriage", "single",
    "familienstand", "famges", "widowed", "matrimonial", "pregnant", "pregnancy", "maternity", "parental",
    "mar", "spouse", "divorced", "verheiratet", "estadocivil"};
constexpr std::array<std::string_view, 4> kVeteran = {"veteran", "military", "language", "sprache"};

struct Theme {
    Words words;
    int weight;
    const char* reason;
};
constexpr std::array<Theme, 8> kThemes = {
    Theme {kSex, 100, "the name means sex or gender"},
    Theme {kRace, 95, "the name means race or ethnic origin"},
    Theme {kOrigin, 70, "the name means nationality or origin"},
    Theme {kDisability, 68, "the name means disability"},
    Theme {kAge, 60, "the name means age"},
    Theme {kBelief, 50, "the name means religion or belief"},
    Theme {kFamily, 45, "the name means marital or family status"},
    Theme {kVeteran, 20, "the name means language or military service"},
};

/// Names that are only understood as a whole.
struct Phrase {
    std::string_view name;
    int weight;
    const char* reason;
};
constexpr std::array<Phrase, 12> kPhrases = {
    Phrase {"native country", 65, "the name means nationality or origin"},
    Phrase {"country of birth", 65, "the name means nationality or origin"},
    Phrase {"place of birth", 60, "the name means nationality or origin"},
    Phrase {"personal status", 60, "the name means marital status and sex"},
    Phrase {"rac1p", 95, "the name is the census code of race"},
    Phrase {"rac p", 95, "the name is the census code of race"},
    Phrase {"pobp", 55, "the name is the census code of the place of birth"},
    Phrase {"agep", 58, "the name is the census code of age"},
    Phrase {"hisp", 90, "the name is the census code of Hispanic origin"},
    Phrase {"nativity", 60, "the name means nationality or origin"},
    Phrase {"date of birth", 30, "the name means age"},
    Phrase {"age group", 62, "the name means age"},
};

/// Words that mean the attribute only when they stand alone: "male" does, "MalePctDivorce" is a share of a
/// town.
constexpr std::array<std::string_view, 13> kOnlyAlone = {"military", "single", "language", "male", "female",
    "woman", "women", "white", "black", "asian", "hisp", "skin", "african"};

constexpr std::array<std::string_view, 5> kMainWords = {"race", "ethnicity", "ethnic", "sex", "gender"};

constexpr std::array<std::string_view, 40> kStrongTargets = {"target", "label", "class", "outcome", "y",
    "response", "income", "deny", "denied", "approved", "approval", "accepted", "accept", "hired", "hire",
    "recid", "recidivism", "recidivated", "default", "defaulted", "readmitted", "readmission", "wage",
    "wages", "salary", "charges", "admitted", "admission", "admit", "promoted", "promotion", "granted",
    "grant", "callback", "call", "kredit", "ziel", "zielvariable", "bewilligt", "eingestellt"};
constexpr std::array<std::string_view, 16> kWeakTargets = {"pass", "passed", "credit", "risk", "bar", "job",
    "score", "grade", "decision", "result", "status", "price", "earnings", "loan", "crime", "fraud"};
constexpr std::array<std::string_view, 33> kHarm
    = {"deny", "denied", "denial", "default", "defaulted", "delinquent", "delinquency", "recid", "recidivism",
        "recidivated", "reoffend", "reoffended", "readmitted", "readmission", "arrest", "arrested", "fraud",
        "dropout", "fail", "failed", "failure", "death", "died", "mortality", "bad", "rejected", "reject",
        "dismissed", "fired", "terminated", "bankrupt", "churn", "rearrest"};
constexpr std::array<std::string_view, 6> kClass
    = {"class", "label", "category", "target", "klasse", "outcome"};
constexpr std::array<std::string_view, 9> kWeight
    = {"fnlwgt", "weight", "weights", "wgt", "pwgtp", "pwgt", "perwt", "gewicht", "finalweight"};

/// True outcomes, as tables that also hold predictions call them.
constexpr std::array<std::string_view, 9> kTruths = {"y true", "ytrue", "y test", "true label", "label true",
    "ground truth", "truth", "actual", "true outcome"};
constexpr std::array<std::string_view, 11> kPredictionWords = {"prediction", "predictions", "predicted",
    "pred", "preds", "yhat", "ypred", "forecast", "vorhersage", "prédiction", "predicción"};
constexpr std::array<std::string_view, 2> kPredictionPhrases = {"y hat", "label hat"};
constexpr std::array<std::string_view, 5> kProbabilityWords
    = {"proba", "prob", "probability", "probabilities", "phat"};
constexpr std::array<std::string_view, 9> kProbabilityPhrases
    = {"proba", "proba 1", "prob", "probability", "phat", "p hat", "y proba", "y prob", "model probability"};
constexpr std::array<std::string_view, 12> kScores
    = {"score", "scores", "risk score", "decile score", "model score", "y score", "yscore",
        "classifier score", "raw score", "riskscore", "risk scores", "model scores"};

constexpr std::array<std::string_view, 15> kYes
    = {"yes", "true", "t", "y", "1", "ja", "oui", "sí", "si", "sim", "on", "wahr", "vrai", "1.0", "positive"};
constexpr std::array<std::string_view, 15> kNo = {"no", "false", "f", "n", "0", "nein", "non", "não", "nao",
    "off", "falsch", "faux", "0.0", "negative", "none"};
constexpr std::array<std::string_view, 30> kGood = {"good", "approved", "approve", "accepted", "accept",
    "granted", "pass", "passed", "hired", "admitted", "promoted", "favourable", "favorable", "won", "+",
    ">50k", ">50k.", ">=50k", "manage", "manager", "management", "high", "paid", "fully paid", "survived",
    "success", "successful", "gut", "bewilligt", "genehmigt"};
constexpr std::array<std::string_view, 22> kBad = {"bad", "denied", "deny", "rejected", "reject", "fail",
    "failed", "unfavourable", "unfavorable", "lost", "-", "<=50k", "<=50k.", "<50k", "low", "charged off",
    "default", "died", "schlecht", "abgelehnt", "declined", "refused"};

/// "racepctblack" and "racePctHisp" of one well-known table: words that are grown together.
bool growsFromRace(const std::vector<std::string>& words)
{
    return std::ranges::any_of(words, [](const std::string& word) { return word.starts_with("racepct"); });
}

} // namespace

SensitiveName sensitiveName(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    const std::string whole = joined(words);
    const std::string lower = lowerCase(column);
    for (const Phrase& phrase : kPhrases)
        if (whole == phrase.name || lower == phrase.name)
            return {phrase.weight, text(phrase.reason)};
    if (growsFromRace(words))
        return {94, text("the name means race or ethnic origin")};
    for (const Theme& theme : kThemes) {
        for (const std::string& word : words) {
            if (!isOneOf(word, theme.words))
                continue;
            constexpr int kVague = 15;
            if (words.size() > 1 && isOneOf(word, kOnlyAlone) && !anyIsOneOf(words, kMainWords))
                return {kVague, text(theme.reason)};
            // "age" alone says more than "age at first arrest".
            const int further = static_cast<int>(std::min<std::size_t>(words.size() - 1, 4));
            return {std::max(1, theme.weight - further), text(theme.reason)};
        }
    }
    return {};
}

int targetWeight(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    const std::string whole = joined(words);
    constexpr int kWhole = 100;
    constexpr int kPart = 45; // less than being the last column
    constexpr int kWeakWhole = 60;
    if (isOneOf(whole, kStrongTargets) || isOneOf(whole, kTruths) || whole == "label value"
        || whole == "two year recid" || whole == "default payment" || whole == "default payment next month")
        return kWhole;
    if (!words.empty() && words.back() != "date" && anyIsOneOf(words, kStrongTargets))
        return kPart;
    return isOneOf(whole, kWeakTargets) ? kWeakWhole : 0;
}

bool meansHarm(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    // In the format of audit tools, label_value 1 is the event that the score warns of.
    return anyIsOneOf(words, kHarm) || joined(words) == "label value";
}

bool meansClass(std::string_view column)
{
    return anyIsOneOf(wordsOf(column), kClass);
}

bool meansWeight(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    const std::string whole = joined(words);
    return words.size() == 1
        ? isOneOf(whole, kWeight) && whole != "weight"
        : whole == "sample weight" || whole == "sampling weight" || whole == "survey weight";
}

PredictionName predictionName(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    const std::string whole = joined(words);
    const bool saysPrediction = anyIsOneOf(words, kPredictionWords);
    if (isOneOf(whole, kProbabilityPhrases) || (saysPrediction && anyIsOneOf(words, kProbabilityWords)))
        return PredictionName::Probability;
    if (saysPrediction || isOneOf(whole, kPredictionPhrases))
        return PredictionName::Prediction;
    // "score2" is one of several, such as the marks of an exam.
    const bool isNumbered = std::ranges::any_of(column, [](char c) { return c >= '0' && c <= '9'; });
    return isOneOf(whole, kScores) && !isNumbered ? PredictionName::Score : PredictionName::No;
}

bool meansRisk(std::string_view column)
{
    const std::vector<std::string> words = wordsOf(column);
    return std::ranges::any_of(
        words, [](const std::string& word) { return word == "risk" || word == "decile"; });
}

int levelWorth(std::string_view level, bool& isPlain)
{
    const std::string word = lowerCase(level);
    isPlain = isOneOf(word, kYes) || isOneOf(word, kNo) || word.starts_with('>');
    if (isOneOf(word, kYes) || isOneOf(word, kGood) || word.starts_with("normal") || word.starts_with('>'))
        return 1;
    return isOneOf(word, kNo) || isOneOf(word, kBad) ? -1 : 0;
}

} // namespace evenhand
