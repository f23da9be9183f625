// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/memorymodel.h"
#include "desktop/transcript/transcriptview.h"

#include <QApplication>
#include <QScrollBar>

#include <benchmark/benchmark.h>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

enum class Kind { Mixed, Code, List, Table };

QString piece(Kind kind, int i)
{
    switch (kind) {
    case Kind::Mixed:
        switch (i % 6) {
        case 0:
            return u"## Part %1\n\nWords with **bold**, `code` and [a link](https://x.org). "_s.arg(
                       i) +
                   u"More words follow here. "_s.repeated(12) + u"\n\n"_s;
        case 1:
            return u"- first item\n- second *item*\n  - nested\n- third\n\n"_s;
        case 2:
            return u"```python\n"_s + u"def f(x):\n    return x + 1  # add\n"_s.repeated(4) +
                   u"```\n\n"_s;
        case 3:
            return u"| a | b |\n|---|--:|\n"_s + u"| cell | 12 |\n"_s.repeated(5) + u"\n"_s;
        case 4:
            return u"> A quote of some length that wraps over the column's end, perhaps.\n\n"_s;
        default:
            return u"1. one\n2. two\n\nA closing paragraph. 中文也在这里。\n\n"_s;
        }
    case Kind::Code:
        return u"    int value%1 = compute(\"text\", %1); // line\n"_s.arg(i);
    case Kind::List:
        return u"- item %1 with **some** words\n"_s.arg(i);
    case Kind::Table:
        return u"| row %1 | some `code` | 12.50 |\n"_s.arg(i);
    }
    return {};
}

QString answer(Kind kind, qsizetype size)
{
    QString text;
    if (kind == Kind::Code)
        text = u"```cpp\n"_s;
    else if (kind == Kind::Table)
        text = u"| name | text | value |\n|---|---|--:|\n"_s;
    for (int i = 0; text.size() < size; ++i)
        text += piece(kind, i);
    return text;
}

/// What one streamed delta costs: the text is taken, parsed, laid out, scrolled to and painted.
void delta(benchmark::State& state, Kind kind)
{
    MemoryModel model;
    TranscriptView view;
    view.resize(1000, 700);
    view.setModel(&model);
    view.show();
    TranscriptMessage message;
    message.role = TranscriptMessage::Role::Assistant;
    message.state = TranscriptMessage::State::Streaming;
    message.markdown = answer(kind, state.range(0));
    model.add(message);
    view.flush();
    for (MessageLayout* layout = view.contents().layoutOf(0); layout->coloursMissing();)
        view.flush();
    QImage image(view.viewport()->size(), QImage::Format_RGB32);
    int i = 100'000;
    QString next;
    for (auto _ : state) {
        // Deltas of a few words, as a model streams them.
        if (next.isEmpty())
            next = piece(kind, i++);
        model.append(0, next.first(std::min<qsizetype>(next.size(), 12)));
        next = next.sliced(std::min<qsizetype>(next.size(), 12));
        view.flush();
        view.viewport()->render(&image);
    }
    state.counters["rows"] = static_cast<double>(
        view.contents().layoutOf(0)->flow(TranscriptModel::Part::Answer).rows().size());
}

/// The same without painting: what is done per delta when frames are coalesced.
void parse(benchmark::State& state, Kind kind)
{
    MarkdownStream stream;
    MarkdownRows rows;
    stream.append(answer(kind, state.range(0)));
    stream.update(rows);
    int i = 100'000;
    for (auto _ : state) {
        stream.append(piece(kind, i++));
        benchmark::DoNotOptimize(stream.update(rows));
    }
}

TranscriptMessage generated(int row)
{
    TranscriptMessage message;
    message.id = row + 1;
    message.role = row % 2 ? TranscriptMessage::Role::Assistant : TranscriptMessage::Role::User;
    message.markdown =
        row % 2 ? answer(Kind::Mixed, 900) : u"A question of a line or two. "_s.repeated(4);
    return message;
}

void openHistory(benchmark::State& state)
{
    for (auto _ : state) {
        MemoryModel model;
        model.generate(100'000, 500, generated);
        TranscriptView view;
        view.resize(1000, 700);
        view.setModel(&model);
        view.show();
        view.flush();
        view.grab();
    }
}

void scrollHistory(benchmark::State& state)
{
    MemoryModel model;
    model.generate(100'000, 500, generated);
    TranscriptView view;
    view.resize(1000, 700);
    view.setModel(&model);
    view.show();
    view.flush();
    QImage image(view.viewport()->size(), QImage::Format_RGB32);
    const bool far = state.range(0) != 0;
    quint32 seed = 1;
    for (auto _ : state) {
        QScrollBar* bar = view.verticalScrollBar();
        seed = seed * 1664525u + 1013904223u;
        bar->setValue(far ? static_cast<int>(seed / 4294967296.0 * bar->maximum())
                          : bar->value() - 60);
        view.viewport()->render(&image);
    }
    state.counters["laid out"] = view.contents().laidOutCount();
}

void openHugeAnswer(benchmark::State& state)
{
    const QString text = answer(Kind::Mixed, 512 * 1024);
    for (auto _ : state) {
        MemoryModel model;
        TranscriptView view;
        view.resize(1000, 700);
        view.setModel(&model);
        view.show();
        model.add(TranscriptMessage::Role::Assistant, text);
        view.flush();
        view.grab();
    }
}

} // namespace

BENCHMARK_CAPTURE(delta, mixed, Kind::Mixed)
    ->Arg(4 << 10)
    ->Arg(512 << 10)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(delta, code, Kind::Code)
    ->Arg(4 << 10)
    ->Arg(512 << 10)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(delta, list, Kind::List)
    ->Arg(4 << 10)
    ->Arg(512 << 10)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(delta, table, Kind::Table)
    ->Arg(4 << 10)
    ->Arg(512 << 10)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parse, mixed, Kind::Mixed)
    ->Arg(4 << 10)
    ->Arg(512 << 10)
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(3000);
BENCHMARK(openHistory)->Unit(benchmark::kMillisecond);
BENCHMARK(openHugeAnswer)->Unit(benchmark::kMillisecond);
BENCHMARK(scrollHistory)->ArgName("far")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
