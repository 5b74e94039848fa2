#pragma once

#include "engine/io/read_table.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace evenhand::ui {

/// How a text table is read when what was recognised is wrong; every choice begins with "recognise".
class ImportDialog final : public QDialog {
    Q_OBJECT
public:
    explicit ImportDialog(const ImportOptions& options, QWidget* parent = nullptr);
    [[nodiscard]] ImportOptions options() const;

signals:
    void chosen(const evenhand::ImportOptions& options);

private:
    QComboBox* m_delimiter;
    QComboBox* m_header;
    QComboBox* m_decimal;
    QComboBox* m_encoding;
    QLineEdit* m_comment;
    QSpinBox* m_skip;
    QLineEdit* m_missing;
};

} // namespace evenhand::ui
