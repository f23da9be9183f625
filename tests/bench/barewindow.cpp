// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QTextEdit>
#include <QWidget>

/// The least a Qt chat window can be: what start-up and memory are measured beside.
int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QWidget window;
    auto* layout = new QHBoxLayout(&window);
    layout->addWidget(new QListView);
    auto* column = new QVBoxLayout;
    column->addWidget(new QTextEdit);
    column->addWidget(new QLineEdit);
    layout->addLayout(column);
    window.resize(1280, 820);
    window.show();
    return QApplication::exec();
}
