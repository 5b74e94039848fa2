#pragma once

#include "engine/core/result.h"
#include "engine/data/study.h"
#include "engine/io/json.h"

#include <filesystem>
#include <map>

namespace evenhand {

/// Version of the study file that this program writes.
inline constexpr int kStudyVersion = 1;

/// A study file: the study, and what the window wants to remember about how it was looked at.
struct StudyFile {
    Study study;
    std::map<std::string, std::string> view; ///< ignored by a run
};

/// @param name  stands for the file in messages
/// @errors Unreadable          not JSON, or not a study; a field of the wrong type or name is named by its
/// path ("roles.target")
/// @errors UnsupportedVersion  written by a newer program
[[nodiscard]] Result<StudyFile> parseStudyFile(std::string_view bytes, const std::string& name);
[[nodiscard]] Result<Study> parseStudy(std::string_view bytes, const std::string& name);
/// @errors Unreadable as above, or the file cannot be read
[[nodiscard]] Result<StudyFile> loadStudyFile(const std::filesystem::path& file);

[[nodiscard]] std::string writeStudy(const Study& study, const std::map<std::string, std::string>& view = {});
/// The study as part of another document, such as results.json.
[[nodiscard]] json::object studyToJson(const Study& study);

/// The table that a study means: its path, taken from the study file's folder when it is relative.
[[nodiscard]] std::filesystem::path dataPathOf(const Study& study, const std::filesystem::path& studyFile);

} // namespace evenhand
