#pragma once

#include <QString>

/// Sends Qt's messages to standard error and to a file; the file of the session before is kept beside it.
void logToFile(const QString& path);
