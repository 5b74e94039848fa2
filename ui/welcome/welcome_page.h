#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace evenhand::ui {

/// Where a person begins: sample tables to run with one click, recent studies, a file of one's own.
class WelcomePage final : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);
    void setRecent(const QStringList& paths);

signals:
    void sampleWanted(const QString& id);
    void openWanted();
    void recentWanted(const QString& path);

private:
    QWidget* m_recent;
    QVBoxLayout* m_recentList;
};

} // namespace evenhand::ui
