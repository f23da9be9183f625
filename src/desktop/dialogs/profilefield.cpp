// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/profilefield.h"

#include "desktop/dialogs/formfields.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Patchbay {

ProfileField::ProfileField(QWidget* parent)
    : QWidget(parent)
{
    m_path = FormFields::line(tr("Profile file"), QStringLiteral("profileFile"),
                              tr("a JSON file that describes the provider"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QStringLiteral("chooseProfile"));
    choose->setAccessibleName(tr("Choose the profile file"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ProfileField::choose);
    connect(m_path, &QLineEdit::textChanged, this, &ProfileField::check);
    connect(m_path, &QLineEdit::returnPressed, this, &ProfileField::returnPressed);
    m_fault = FormFields::fault(QStringLiteral("profileFault"));
    m_hint = new QLabel;
    m_hint->setObjectName(QStringLiteral("profileHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("hint", true);
    m_hint->setWordWrap(true);

    auto* label = new QLabel(m_path->accessibleName());
    label->setBuddy(m_path);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addLayout(row);
    layout->addWidget(m_fault);
    layout->addWidget(m_hint);
    clear();
}

void ProfileField::clear()
{
    m_path->clear();
    check();
}

void ProfileField::choose()
{
    auto* chooser = new QFileDialog(this, tr("Profile of the provider"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({tr("Profiles (*.json)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    chooser->open();
}

bool ProfileField::check()
{
    const QString path = m_path->text().trimmed();
    const auto read =
        path.isEmpty() ? Result<OAuthProfile>(OAuthProfile()) : OAuthProfile::fromFile(path, true);
    m_profile = read && !path.isEmpty() ? std::optional(*read) : std::nullopt;
    FormFields::tell(m_fault, m_path, read ? Result<void>() : Failure(read.error()));
    m_hint->setVisible(read.has_value());
    m_hint->setText(
        m_profile
            ? tr("Sign in at %1 follows when it is saved.").arg(m_profile->authorizeUrl.host())
            : tr("It says where to sign in and where tokens are renewed. The token "
                 "goes into the vault once you have signed in."));
    Q_EMIT changed();
    return m_profile.has_value();
}

} // namespace Patchbay
