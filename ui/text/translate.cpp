#include "ui/text/translate.h"

#include <QCoreApplication>

namespace evenhand::ui {

QString translate(const Text& text)
{
    const QByteArray translated = QCoreApplication::translate("engine", text.source.c_str()).toUtf8();
    return QString::fromStdString(fillPlaces(translated.toStdString(), text.args));
}

QString translate(std::string_view english)
{
    return QCoreApplication::translate("engine", std::string(english).c_str());
}

} // namespace evenhand::ui
