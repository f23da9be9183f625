<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
    <context>
        <name>AccountFactsText</name>
        <message numerus="yes">
            <source>it sees %n model(s)</source>
            <translation>
                <numerusform>it sees %n model</numerusform>
                <numerusform>it sees %n models</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AccountNotices</name>
        <message numerus="yes">
            <source>The key of “%1” is %n day(s) old</source>
            <translation>
                <numerusform>The key of “%1” is %n day old</numerusform>
                <numerusform>The key of “%1” is %n days old</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The sign-in of “%1” ends in %n day(s)</source>
            <translation>
                <numerusform>The sign-in of “%1” ends in %n day</numerusform>
                <numerusform>The sign-in of “%1” ends in %n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AlertText</name>
        <message numerus="yes">
            <source>At this pace it is used up in %n minute(s), at %1.</source>
            <translation>
                <numerusform>At this pace it is used up in %n minute, at %1.</numerusform>
                <numerusform>At this pace it is used up in %n minutes, at %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>At this pace it is used up in %n minute(s), between %1 and %2.</source>
            <translation>
                <numerusform>At this pace it is used up in %n minute, between %1 and %2.</numerusform>
                <numerusform>At this pace it is used up in %n minutes, between %1 and %2.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n request(s) failed in the last 15 minutes, more than usual.</source>
            <translation>
                <numerusform>%1 of %n request failed in the last 15 minutes, more than usual.</numerusform>
                <numerusform>%1 of %n requests failed in the last 15 minutes, more than usual.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>InspectorText</name>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n event</numerusform>
                <numerusform>%n events</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LogImportText</name>
        <message numerus="yes">
            <source>%n file(s) read.</source>
            <translation>
                <numerusform>%n file read.</numerusform>
                <numerusform>%n files read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) added.</source>
            <translation>
                <numerusform>%n answer added.</numerusform>
                <numerusform>%n answers added.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) brought up to date.</source>
            <translation>
                <numerusform>%n answer brought up to date.</numerusform>
                <numerusform>%n answers brought up to date.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) were there already.</source>
            <translation>
                <numerusform>%n answer were there already.</numerusform>
                <numerusform>%n answers were there already.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) went through Patchbay and were left out.</source>
            <translation>
                <numerusform>%n answer went through Patchbay and were left out.</numerusform>
                <numerusform>%n answers went through Patchbay and were left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) are older than the ledger keeps requests and were left out.</source>
            <translation>
                <numerusform>%n answer are older than the ledger keeps requests and were left out.</numerusform>
                <numerusform>%n answers are older than the ledger keeps requests and were left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) of a model without a known price are not in the sum.</source>
            <translation>
                <numerusform>%n answer of a model without a known price are not in the sum.</numerusform>
                <numerusform>%n answers of a model without a known price are not in the sum.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) could not be understood.</source>
            <translation>
                <numerusform>%n line could not be understood.</numerusform>
                <numerusform>%n lines could not be understood.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) of Patchbay's own accounts were left out.</source>
            <translation>
                <numerusform>%n file of Patchbay's own accounts were left out.</numerusform>
                <numerusform>%n files of Patchbay's own accounts were left out.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NetworkFaultsText</name>
        <message numerus="yes">
            <source>No connection to %1 within %n second(s)</source>
            <translation>
                <numerusform>No connection to %1 within %n second</numerusform>
                <numerusform>No connection to %1 within %n seconds</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 took the request and did not answer within %n second(s)</source>
            <translation>
                <numerusform>%1 took the request and did not answer within %n second</numerusform>
                <numerusform>%1 took the request and did not answer within %n seconds</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The answer of %1 stopped: nothing came for %n second(s)</source>
            <translation>
                <numerusform>The answer of %1 stopped: nothing came for %n second</numerusform>
                <numerusform>The answer of %1 stopped: nothing came for %n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountTransfers</name>
        <message numerus="yes">
            <source>%n account(s) imported.</source>
            <translation>
                <numerusform>%n account imported.</numerusform>
                <numerusform>%n accounts imported.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsArchive</name>
        <message numerus="yes">
            <source>%n account(s) exported to %1. Without the passphrase nobody can restore them.</source>
            <translation>
                <numerusform>%n account exported to %1. Without the passphrase nobody can restore them.</numerusform>
                <numerusform>%n accounts exported to %1. Without the passphrase nobody can restore them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) restored.</source>
            <translation>
                <numerusform>%n account restored.</numerusform>
                <numerusform>%n accounts restored.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsImport</name>
        <message numerus="yes">
            <source>%n account(s) imported.</source>
            <translation>
                <numerusform>%n account imported.</numerusform>
                <numerusform>%n accounts imported.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsModel</name>
        <message numerus="yes">
            <source>key from %1, %n day(s) old</source>
            <translation>
                <numerusform>key from %1, %n day old</numerusform>
                <numerusform>key from %1, %n days old</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertList</name>
        <message numerus="yes">
            <source>%n thing(s) to look at.</source>
            <translation>
                <numerusform>%n thing to look at.</numerusform>
                <numerusform>%n things to look at.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertPresenter</name>
        <message numerus="yes">
            <source>%n more…</source>
            <translation>
                <numerusform>%n more…</numerusform>
                <numerusform>%n more…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ArchiveDialog</name>
        <message numerus="yes">
            <source>%n account(s) exported.</source>
            <translation>
                <numerusform>%n account exported.</numerusform>
                <numerusform>%n accounts exported.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) restored.</source>
            <translation>
                <numerusform>%n account restored.</numerusform>
                <numerusform>%n accounts restored.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ExpiryField</name>
        <message numerus="yes">
            <source>in %n day(s)</source>
            <translation>
                <numerusform>in %n day</numerusform>
                <numerusform>in %n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::FindBar</name>
        <message numerus="yes">
            <source>%1 of %n message(s)</source>
            <translation>
                <numerusform>%1 of %n message</numerusform>
                <numerusform>%1 of %n messages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::InspectorDialog</name>
        <message numerus="yes">
            <source>%n request(s)</source>
            <translation>
                <numerusform>%n request</numerusform>
                <numerusform>%n requests</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n came too fast to be recorded</source>
            <translation>
                <numerusform>%n came too fast to be recorded</numerusform>
                <numerusform>%n came too fast to be recorded</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::LogImportDialog</name>
        <message numerus="yes">
            <source>%n answer(s) added so far.</source>
            <translation>
                <numerusform>%n answer added so far.</numerusform>
                <numerusform>%n answers added so far.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RequestsView</name>
        <message numerus="yes">
            <source>%n attempt(s)</source>
            <translation>
                <numerusform>%n attempt</numerusform>
                <numerusform>%n attempts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The newest %n attempt(s); more follow below</source>
            <translation>
                <numerusform>The newest %n attempt; more follow below</numerusform>
                <numerusform>The newest %n attempts; more follow below</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RulesModel</name>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s)</source>
            <translation>
                <numerusform>%n hour</numerusform>
                <numerusform>%n hours</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n minute</numerusform>
                <numerusform>%n minutes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n second(s)</source>
            <translation>
                <numerusform>%n second</numerusform>
                <numerusform>%n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::StatusLine</name>
        <message numerus="yes">
            <source>%1 of %n account(s) ready</source>
            <translation>
                <numerusform>%1 of %n account ready</numerusform>
                <numerusform>%1 of %n accounts ready</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)</source>
            <translation>
                <numerusform>%n alert</numerusform>
                <numerusform>%n alerts</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::TrayIcon</name>
        <message numerus="yes">
            <source>%1 of %n account(s) ready</source>
            <translation>
                <numerusform>%1 of %n account ready</numerusform>
                <numerusform>%1 of %n accounts ready</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)…</source>
            <translation>
                <numerusform>%n alert…</numerusform>
                <numerusform>%n alerts…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageCards</name>
        <message numerus="yes">
            <source>of %n request(s)</source>
            <translation>
                <numerusform>of %n request</numerusform>
                <numerusform>of %n requests</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>From sending to the first byte of %n answer(s)</source>
            <translation>
                <numerusform>From sending to the first byte of %n answer</numerusform>
                <numerusform>From sending to the first byte of %n answers</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageCommand</name>
        <message numerus="yes">
            <source>%n request(s) of a model without a known price are not in the sum.</source>
            <translation>
                <numerusform>%n request of a model without a known price are not in the sum.</numerusform>
                <numerusform>%n requests of a model without a known price are not in the sum.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of the ledger were read.</source>
            <translation>
                <numerusform>%n row of the ledger were read.</numerusform>
                <numerusform>%n rows of the ledger were read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sum(s) differed from the ledger and were put right.</source>
            <translation>
                <numerusform>%n sum differed from the ledger and were put right.</numerusform>
                <numerusform>%n sums differed from the ledger and were put right.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RefusalsText</name>
        <message numerus="yes">
            <source>%n request(s) are waiting already, and no more may</source>
            <translation>
                <numerusform>%n request are waiting already, and no more may</numerusform>
                <numerusform>%n requests are waiting already, and no more may</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SealedFileText</name>
        <message numerus="yes">
            <source>Free about %n MB of memory, then try again</source>
            <translation>
                <numerusform>Free about %n MB of memory, then try again</numerusform>
                <numerusform>Free about %n MB of memory, then try again</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TimeLeft</name>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>%n day left</numerusform>
                <numerusform>%n days left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Transcript</name>
        <message numerus="yes">
            <source>Thought for %n second(s)</source>
            <translation>
                <numerusform>Thought for %n second</numerusform>
                <numerusform>Thought for %n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UsageChartText</name>
        <message numerus="yes">
            <source>%n other(s)</source>
            <translation>
                <numerusform>%n other</numerusform>
                <numerusform>%n others</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UsagePeriodWords</name>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UsageWordsText</name>
        <message numerus="yes">
            <source>%n request(s) without a known price</source>
            <translation>
                <numerusform>%n request without a known price</numerusform>
                <numerusform>%n requests without a known price</numerusform>
            </translation>
        </message>
    </context>
</TS>
