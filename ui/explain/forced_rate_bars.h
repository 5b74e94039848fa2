#pragma once

#include "engine/audit/impossibility.h"

#include <QWidget>

namespace evenhand::ui {

/// The rate that every group would be forced to, from 0 to 100 %; a rate outside is marked as impossible.
class ForcedRateBars final : public QWidget {
    Q_OBJECT
public:
    explicit ForcedRateBars(QWidget* parent = nullptr);
    /// @param names  of the groups that @p choice has values for
    void setChoice(const ForcedRate& choice, const std::vector<std::string>& names);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString numberOf(double value) const;

    std::vector<double> m_values;
    QStringList m_names;
};

} // namespace evenhand::ui
