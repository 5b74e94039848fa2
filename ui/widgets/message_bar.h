#pragma once

#include "engine/core/result.h"

#include <QFrame>
#include <QWidget>

#include <functional>

class QPushButton;
class QVBoxLayout;

namespace evenhand::ui {

/// Messages above the views that never stop the work: what happened, where, what to do. The newest stands on
/// top; each can be closed.
class MessageBar final : public QWidget {
    Q_OBJECT
public:
    enum class Level : std::uint8_t { Note, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    void showError(const evenhand::Error& error);
    /// With a button that leads to what can be done about it; the message stays, for it says what to choose.
    void showError(
        const evenhand::Error& error, const QString& action, const std::function<void()>& accepted);
    void showMessage(Level level, const QString& text);
    /// A message with something to do about it; the message goes away when it is done.
    void showOffer(const QString& text, const QString& action, const std::function<void()>& accepted,
        const std::function<void()>& dismissed);
    void clear();
    [[nodiscard]] QStringList texts() const;

private:
    QFrame* addFrame(Level level, const QString& html);
    QPushButton* addAction(QFrame* frame, const QString& action, const std::function<void()>& accepted);

    QVBoxLayout* m_layout;
};

} // namespace evenhand::ui
