<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>AccountArchiveFile</name>
        <message>
            <source>This file holds no accounts</source>
            <translation>此文件不含账户</translation>
        </message>
        <message>
            <source>Choose one that was made with: patchbay-cli accounts export FILE</source>
            <translation>请选择由以下命令生成的文件：patchbay-cli accounts export FILE</translation>
        </message>
        <message>
            <source>%1 exists already</source>
            <translation>%1 已存在</translation>
        </message>
        <message>
            <source>Choose another name, or overwrite it with --force</source>
            <translation>请换一个名称，或用 --force 覆盖它</translation>
        </message>
        <message>
            <source>%1 cannot be written</source>
            <translation>无法写入 %1</translation>
        </message>
        <message>
            <source>Choose a folder that is yours, on a disk that is not full</source>
            <translation>请选择属于您、且磁盘未满的文件夹</translation>
        </message>
        <message>
            <source>This file was made by a newer Patchbay</source>
            <translation>此文件由更新版本的 Patchbay 生成</translation>
        </message>
        <message>
            <source>Restore it with that version or a newer one</source>
            <translation>请用该版本或更新的版本恢复</translation>
        </message>
        <message>
            <source>%1 is not there or cannot be read</source>
            <translation>%1 不存在或无法读取</translation>
        </message>
        <message>
            <source>Check the file's name, and that it is yours</source>
            <translation>请检查文件名，并确认文件属于您</translation>
        </message>
        <message>
            <source>The passphrase does not open %1</source>
            <translation>该口令无法打开 %1</translation>
        </message>
        <message>
            <source>Give the one it was exported with; nobody can restore it without</source>
            <translation>请给出导出时使用的口令；没有它，任何人都无法恢复</translation>
        </message>
        <message>
            <source>%1 is damaged, or was never an export</source>
            <translation>%1 已损坏，或并非导出的文件</translation>
        </message>
        <message>
            <source>Use another copy of it</source>
            <translation>请使用它的另一份副本</translation>
        </message>
    </context>
    <context>
        <name>AccountFactsText</name>
        <message>
            <source>Change the variable that it comes from</source>
            <translation>请修改它所来自的变量</translation>
        </message>
        <message>
            <source>Sign in again with: patchbay-cli accounts login %1</source>
            <translation>请重新登录：patchbay-cli accounts login %1</translation>
        </message>
        <message>
            <source>Replace it where the account's command reads it</source>
            <translation>请在该账户的命令读取密钥之处更换它</translation>
        </message>
        <message>
            <source>Replace it with: patchbay-cli accounts rotate %1</source>
            <translation>请更换：patchbay-cli accounts rotate %1</translation>
        </message>
        <message>
            <source>%1: %L2 of %L3 left</source>
            <translation>%1：剩余 %L2（共 %L3）</translation>
        </message>
        <message>
            <source>%1: %L2 left</source>
            <translation>%1：剩余 %L2</translation>
        </message>
        <message>
            <source>%1 until %2</source>
            <translation>%1，至 %2</translation>
        </message>
        <message>
            <source>%1 gives it</source>
            <translation>%1可提供</translation>
        </message>
        <message>
            <source>%1 answers</source>
            <translation>%1 有响应</translation>
        </message>
        <message>
            <source>not needed on this machine</source>
            <translation>本机无需加密</translation>
        </message>
        <message>
            <source>the certificate of %1 is good</source>
            <translation>%1 的证书有效</translation>
        </message>
        <message>
            <source>not known: it could not be asked</source>
            <translation>未知：无法询问</translation>
        </message>
        <message>
            <source>the upstream accepts it</source>
            <translation>上游接受该密钥</translation>
        </message>
        <message>
            <source>it may be used</source>
            <translation>可以使用</translation>
        </message>
        <message>
            <source>no limit is known yet</source>
            <translation>尚无已知限额</translation>
        </message>
        <message>
            <source>; </source>
            <extracomment>joins what is left of each limit</extracomment>
            <translation>；</translation>
        </message>
        <message>
            <source>%1 (as of %2)</source>
            <translation>%1（截至 %2）</translation>
        </message>
        <message>
            <source>Wait until %1, or use another account</source>
            <translation>请等到 %1，或使用其他账户</translation>
        </message>
        <message>
            <source>Wait a while, or use another account</source>
            <translation>请稍等片刻，或使用其他账户</translation>
        </message>
        <message>
            <source>Have another account ready</source>
            <translation>请备好另一个账户</translation>
        </message>
        <message numerus="yes">
            <source>it sees %n model(s)</source>
            <translation>
                <numerusform>可见 %n 个模型</numerusform>
            </translation>
        </message>
        <message>
            <source>it does not list: %1</source>
            <translation>其列表中没有：%1</translation>
        </message>
        <message>
            <source>Change them with: patchbay-cli accounts edit %1 --models</source>
            <translation>请修改：patchbay-cli accounts edit %1 --models</translation>
        </message>
        <message>
            <source>it is disabled</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>Enable it with: patchbay-cli accounts enable %1</source>
            <translation>如要启用：patchbay-cli accounts enable %1</translation>
        </message>
    </context>
    <context>
        <name>AccountFieldsText</name>
        <message>
            <source>--allow does not know “%1”</source>
            <translation>--allow 不认识“%1”</translation>
        </message>
        <message>
            <source>Use window, endpoint and command-line, separated by commas</source>
            <translation>请使用 window、endpoint 和 command-line，以逗号分隔</translation>
        </message>
        <message>
            <source>--allow names nobody</source>
            <translation>--allow 没有指明任何一方</translation>
        </message>
        <message>
            <source>To leave the account out, use: patchbay-cli accounts disable NAME</source>
            <translation>如要停用该账户，请用：patchbay-cli accounts disable NAME</translation>
        </message>
        <message>
            <source>--models: “%1” is no model's name</source>
            <translation>--models：“%1”不是模型名称</translation>
        </message>
        <message>
            <source>Give names such as claude-sonnet-5-5, separated by commas; an empty list allows all</source>
            <translation>请给出如 claude-sonnet-5-5 的名称，用逗号分隔；空列表表示全部允许</translation>
        </message>
        <message>
            <source>%1 is not between 0 and %2</source>
            <translation>%1 不在 0 到 %2 之间</translation>
        </message>
        <message>
            <source>Give a number such as 90; 0 is for never</source>
            <translation>请给出数字，例如 90；0 表示从不</translation>
        </message>
    </context>
    <context>
        <name>AccountNotices</name>
        <message>
            <source>Replace it where the account's command reads it</source>
            <translation>请在该账户的命令读取密钥之处更换它</translation>
        </message>
        <message>
            <source>Replace it in the account manager, or with: patchbay-cli accounts rotate %1</source>
            <translation>请在账户管理器中更换，或用：patchbay-cli accounts rotate %1</translation>
        </message>
        <message>
            <source>Sign in again in the account manager, or with: patchbay-cli accounts login %1</source>
            <translation>请在账户管理器中重新登录，或用：patchbay-cli accounts login %1</translation>
        </message>
        <message>
            <source>The new key of “%1” waits for its first answer; the old one is in use</source>
            <translation>“%1”的新密钥正等待首次应答；仍在使用旧密钥</translation>
        </message>
        <message>
            <source>Try it with an empty line to: patchbay-cli accounts rotate %1</source>
            <translation>请输入空行来尝试它：patchbay-cli accounts rotate %1</translation>
        </message>
        <message numerus="yes">
            <source>The key of “%1” is %n day(s) old</source>
            <translation>
                <numerusform>“%1”的密钥已使用 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>The sign-in of “%1” has ended</source>
            <translation>“%1”的登录已到期</translation>
        </message>
        <message numerus="yes">
            <source>The sign-in of “%1” ends in %n day(s)</source>
            <translation>
                <numerusform>“%1”的登录将在 %n 天后到期</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AccountReportText</name>
        <message>
            <source>ok</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>attention</source>
            <translation>注意</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>secret</source>
            <translation>密钥来源</translation>
        </message>
        <message>
            <source>network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>encryption</source>
            <translation>加密</translation>
        </message>
        <message>
            <source>key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>quota</source>
            <translation>限额</translation>
        </message>
        <message>
            <source>models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>renewal</source>
            <translation>续期</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>AccountRows</name>
        <message>
            <source>There is already an account named “%1”</source>
            <translation>已有名为“%1”的账户</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>请换一个名称</translation>
        </message>
        <message>
            <source>This account does not exist any more</source>
            <translation>该账户已不存在</translation>
        </message>
        <message>
            <source>Choose another account</source>
            <translation>请选择其他账户</translation>
        </message>
    </context>
    <context>
        <name>AccountValidation</name>
        <message>
            <source>Give an address such as https://gateway.example.com</source>
            <translation>请给出地址，例如 https://gateway.example.com</translation>
        </message>
        <message>
            <source>The base URL is not an address</source>
            <translation>基础网址不是有效地址</translation>
        </message>
        <message>
            <source>The base URL holds a user name or password</source>
            <translation>基础网址中含有用户名或密码</translation>
        </message>
        <message>
            <source>Take out what stands before the @</source>
            <translation>请去掉 @ 之前的内容</translation>
        </message>
        <message>
            <source>The base URL holds a ? or #</source>
            <translation>基础网址中含有 ? 或 #</translation>
        </message>
        <message>
            <source>The base URL does not begin with https://</source>
            <translation>基础网址不是以 https:// 开头</translation>
        </message>
        <message>
            <source>The base URL would send the key over the network unencrypted</source>
            <translation>该基础网址会在网络上以明文发送密钥</translation>
        </message>
        <message>
            <source>Use https://; plain http:// is for this machine alone</source>
            <translation>请使用 https://；http:// 仅限本机</translation>
        </message>
        <message>
            <source>The account has no name</source>
            <translation>账户没有名称</translation>
        </message>
        <message>
            <source>Give it a name</source>
            <translation>请给它取个名称</translation>
        </message>
        <message>
            <source>The account's name is too long or has characters that cannot be shown</source>
            <translation>账户名称过长或含有无法显示的字符</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>请换一个名称</translation>
        </message>
        <message>
            <source>The proxy is not an address</source>
            <translation>代理不是有效地址</translation>
        </message>
        <message>
            <source>Give one such as http://proxy.example.com:3128 or socks5://127.0.0.1:1080</source>
            <translation>例如：http://proxy.example.com:3128 或 socks5://127.0.0.1:1080</translation>
        </message>
        <message>
            <source>The proxy's address holds a password</source>
            <translation>代理地址中含有密码</translation>
        </message>
        <message>
            <source>Use a proxy that needs none, or one on this machine that signs in</source>
            <translation>请使用无需密码的代理，或由本机代理代为登录</translation>
        </message>
        <message>
            <source>The number of streams at once is not between 1 and 1000</source>
            <translation>并发数不在 1 到 1000 之间</translation>
        </message>
        <message>
            <source>Give a number such as 5</source>
            <translation>请给出数字，例如 5</translation>
        </message>
        <message>
            <source>The weight is not between 1 and 1000</source>
            <translation>权重不在 1 到 1000 之间</translation>
        </message>
        <message>
            <source>Give a number such as 1</source>
            <translation>请给出数字，例如 1</translation>
        </message>
        <message>
            <source>The priority is not between 0 and 1000</source>
            <translation>优先级不在 0 到 1000 之间</translation>
        </message>
        <message>
            <source>Give a number such as 1; lower ones come first</source>
            <translation>请给出数字，例如 1；数字小的优先</translation>
        </message>
        <message>
            <source>The API key is empty</source>
            <translation>API 密钥为空</translation>
        </message>
        <message>
            <source>Paste the whole key</source>
            <translation>请粘贴完整的密钥</translation>
        </message>
        <message>
            <source>The API key has a space, a line break or a letter in it that no key has</source>
            <translation>API 密钥中含有空格、换行或不应出现的字符</translation>
        </message>
        <message>
            <source>Paste the key alone, in one line</source>
            <translation>请只粘贴密钥，且为一行</translation>
        </message>
    </context>
    <context>
        <name>AccountWords</name>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Cooling down</source>
            <translation>冷却中</translation>
        </message>
        <message>
            <source>Needs sign-in</source>
            <translation>需要登录</translation>
        </message>
        <message>
            <source>Blocked</source>
            <translation>已被阻止</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>Over budget</source>
            <translation>超出预算</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>built in</source>
            <translation>内置</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>OAuth</source>
            <translation>OAuth</translation>
        </message>
        <message>
            <source>claude program</source>
            <translation>claude 程序</translation>
        </message>
        <message>
            <source>%1 from the environment</source>
            <translation>来自环境变量的%1</translation>
        </message>
    </context>
    <context>
        <name>AccountsArguments</name>
        <message>
            <source>Name of the account</source>
            <translation>账户名称</translation>
        </message>
        <message>
            <source>Name of the account; all without it</source>
            <translation>账户名称；不写则检查全部</translation>
        </message>
        <message>
            <source>List the accounts</source>
            <translation>列出账户</translation>
        </message>
        <message>
            <source>Print JSON</source>
            <translation>输出 JSON</translation>
        </message>
        <message>
            <source>Add an account; its key is one line of standard input</source>
            <translation>添加账户；密钥为标准输入的一行</translation>
        </message>
        <message>
            <source>Command that prints the key when it is needed</source>
            <translation>需要时输出密钥的命令</translation>
        </message>
        <message>
            <source>The file</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Change an account</source>
            <translation>修改账户</translation>
        </message>
        <message>
            <source>New name</source>
            <translation>新名称</translation>
        </message>
        <message>
            <source>Remove an account; its history stays</source>
            <translation>移除账户；其历史保留</translation>
        </message>
        <message>
            <source>Use an account again</source>
            <translation>重新启用账户</translation>
        </message>
        <message>
            <source>Leave an account out</source>
            <translation>停用账户</translation>
        </message>
        <message>
            <source>Where its Messages API is</source>
            <translation>其 Messages API 的地址</translation>
        </message>
        <message>
            <source>Proxy for this account</source>
            <translation>此账户使用的代理</translation>
        </message>
        <message>
            <source>Only these models, separated by commas</source>
            <translation>只允许这些模型，以逗号分隔</translation>
        </message>
        <message>
            <source>Who may use it: window,endpoint,command-line</source>
            <translation>允许使用者：window,endpoint,command-line</translation>
        </message>
        <message>
            <source>Lower numbers are used first</source>
            <translation>数字小的优先使用</translation>
        </message>
        <message>
            <source>Share among equals</source>
            <translation>同级之间的份额</translation>
        </message>
        <message>
            <source>Answers at once</source>
            <translation>同时回答数</translation>
        </message>
        <message>
            <source>Remind of replacing the key after so many days; 0: never</source>
            <translation>多少天后提醒更换密钥；0 表示从不</translation>
        </message>
        <message>
            <source>Check key, account, network and quota of each</source>
            <translation>检查每个账户的密钥、账户、网络和限额</translation>
        </message>
        <message>
            <source>Try an account now, whatever is known against it</source>
            <translation>立即尝试某个账户，不论其状态如何</translation>
        </message>
        <message>
            <source>Replace a key by one line of standard input, once that one has answered</source>
            <translation>用标准输入的一行替换密钥，待新密钥得到应答后生效</translation>
        </message>
        <message>
            <source>Write all accounts with their keys to a file that a passphrase seals</source>
            <translation>将所有账户及其密钥写入由口令加密的文件</translation>
        </message>
        <message>
            <source>Overwrite the file</source>
            <translation>覆盖该文件</translation>
        </message>
        <message>
            <source>Take accounts from such a file</source>
            <translation>从此类文件恢复账户</translation>
        </message>
        <message>
            <source>Replace accounts of the same name or id by those in it</source>
            <translation>用文件中的账户替换同名或同 id 的账户</translation>
        </message>
        <message>
            <source>Read the passphrase from this file's first line</source>
            <translation>从此文件的第一行读取口令</translation>
        </message>
        <message>
            <source>Profile file of the provider to sign in at, for oauth</source>
            <translation>用于 oauth 的登录提供方配置文件</translation>
        </message>
        <message>
            <source>Import accounts from a .env or JSON file, or a developer profile</source>
            <translation>从 .env 或 JSON 文件，或开发者配置文件导入账户</translation>
        </message>
        <message>
            <source>SOURCE is a sign-in of yours, renewed as this profile says</source>
            <translation>SOURCE 是您的登录信息，按此配置文件续期</translation>
        </message>
        <message>
            <source>You know what that means</source>
            <translation>您知道这意味着什么</translation>
        </message>
        <message>
            <source>Sign in to an account in the browser</source>
            <translation>在浏览器中登录账户</translation>
        </message>
        <message>
            <source>Kind of account: api_key, oauth or claude_command</source>
            <translation>账户类型：api_key、oauth 或 claude_command</translation>
        </message>
        <message>
            <source>Folder of the claude program's sign-in, for claude_command</source>
            <translation>claude 程序登录信息所在的文件夹，用于 claude_command</translation>
        </message>
    </context>
    <context>
        <name>AlertText</name>
        <message>
            <source>Monthly budget of “%1”</source>
            <translation>“%1”的每月预算</translation>
        </message>
        <message>
            <source>Daily budget of “%1”</source>
            <translation>“%1”的每日预算</translation>
        </message>
        <message>
            <source>Monthly budget of the client “%1”</source>
            <translation>客户端“%1”的每月预算</translation>
        </message>
        <message>
            <source>Daily budget of the client “%1”</source>
            <translation>客户端“%1”的每日预算</translation>
        </message>
        <message>
            <source>Monthly budget</source>
            <translation>每月预算</translation>
        </message>
        <message>
            <source>Daily budget</source>
            <translation>每日预算</translation>
        </message>
        <message>
            <source>5-hour limit of “%1”</source>
            <translation>“%1”的 5 小时限额</translation>
        </message>
        <message>
            <source>Weekly limit of “%1”</source>
            <translation>“%1”的每周限额</translation>
        </message>
        <message>
            <source>Limit “%1” of “%2”</source>
            <translation>“%2”的限额“%1”</translation>
        </message>
        <message>
            <source>Key of “%1”</source>
            <translation>“%1”的密钥</translation>
        </message>
        <message>
            <source>Sign-in of “%1”</source>
            <translation>“%1”的登录</translation>
        </message>
        <message>
            <source>Requests of several accounts</source>
            <translation>多个账户的请求</translation>
        </message>
        <message>
            <source>Requests of “%1”</source>
            <translation>“%1”的请求</translation>
        </message>
        <message numerus="yes">
            <source>At this pace it is used up in %n minute(s), at %1.</source>
            <translation>
                <numerusform>按此速度将在 %n 分钟后（%1）用完。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>At this pace it is used up in %n minute(s), between %1 and %2.</source>
            <translation>
                <numerusform>按此速度将在约 %n 分钟后用完，即 %1 到 %2 之间。</numerusform>
            </translation>
        </message>
        <message>
            <source>It is used up; it resets at %1.</source>
            <translation>已用完；将于 %1 重置。</translation>
        </message>
        <message>
            <source>%1 % is used; it resets at %2.</source>
            <translation>已用 %1%；将于 %2 重置。</translation>
        </message>
        <message>
            <source>It was rejected: replace it.</source>
            <translation>已被拒绝：请更换。</translation>
        </message>
        <message>
            <source>It has ended: sign in again.</source>
            <translation>已失效：请重新登录。</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n request(s) failed in the last 15 minutes, more than usual.</source>
            <translation>
                <numerusform>最近 15 分钟内 %n 个请求中有 %1 个失败，高于平常。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>title and sentence of an alert</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1 at %2</source>
            <comment>date and time</comment>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>%1 of %2 is spent (%3 %).</source>
            <translation>已用 %1 / %2（%3%）。</translation>
        </message>
        <message>
            <source>%1 of %2 is spent. New requests are refused until %3.</source>
            <translation>已用 %1 / %2。在 %3 之前不再接受新请求。</translation>
        </message>
        <message>
            <source>%1 of %2 is spent.</source>
            <translation>已用 %1 / %2。</translation>
        </message>
    </context>
    <context>
        <name>AlertWebhookText</name>
        <message>
            <source>The webhook is too slow</source>
            <translation>Webhook 太慢</translation>
        </message>
        <message>
            <source>Check its address in the alert settings</source>
            <translation>请在提醒设置中检查其地址</translation>
        </message>
        <message>
            <source>The webhook at %1 cannot be reached</source>
            <translation>无法连接 %1 的 Webhook</translation>
        </message>
        <message>
            <source>The webhook at %1 answered with status %2</source>
            <translation>%1 的 Webhook 返回了状态 %2</translation>
        </message>
    </context>
    <context>
        <name>ApiErrorText</name>
        <message>
            <source>The spend limit of this account's plan is reached</source>
            <translation>已达到此账户套餐的花费上限</translation>
        </message>
        <message>
            <source>Raise the limit in the provider's console, wait for the next month, or use another account</source>
            <translation>请在提供商控制台提高上限、等到下个月，或使用其他账户</translation>
        </message>
        <message>
            <source>The spend limit that was set for this account is reached</source>
            <translation>已达到为此账户设定的花费上限</translation>
        </message>
        <message>
            <source>Raise it in the provider's console or use another account</source>
            <translation>请在提供商控制台提高上限，或使用其他账户</translation>
        </message>
        <message>
            <source>This account has no usage credits left for this model</source>
            <translation>此账户用于该模型的额度已用完</translation>
        </message>
        <message>
            <source>Choose another model or account, or buy credits</source>
            <translation>请选择其他模型或账户，或购买额度</translation>
        </message>
        <message>
            <source>This account's use grew faster than its plan allows</source>
            <translation>此账户的用量增长超出套餐允许的速度</translation>
        </message>
        <message>
            <source>Use another account, or ask the provider for a higher limit</source>
            <translation>请使用其他账户，或向提供商申请更高的限额</translation>
        </message>
        <message>
            <source>The provider has put this account's organisation on hold</source>
            <translation>提供商已暂停此账户所属的组织</translation>
        </message>
        <message>
            <source>See the provider's console or write to its support</source>
            <translation>请查看提供商控制台或联系其支持人员</translation>
        </message>
        <message>
            <source>An image has too many pixels</source>
            <translation>图片像素过多</translation>
        </message>
        <message>
            <source>Make the image smaller and attach it again</source>
            <translation>请缩小图片后重新添加</translation>
        </message>
        <message>
            <source>Something on the way to the API refused the request</source>
            <translation>通往 API 的途中有设备拒绝了请求</translation>
        </message>
        <message>
            <source>Check the proxy, VPN or firewall, and the account's base URL</source>
            <translation>请检查代理、VPN 或防火墙，以及账户的基础网址</translation>
        </message>
        <message>
            <source>The server's answer is not one of the Messages API (HTTP %1)</source>
            <translation>服务器的回答不属于 Messages API（HTTP %1）</translation>
        </message>
        <message>
            <source>Check the account's base URL, and whether the network asks to sign in first</source>
            <translation>请检查账户的基础网址，以及网络是否要求先登录</translation>
        </message>
        <message>
            <source>Authentication failed</source>
            <translation>身份验证失败</translation>
        </message>
        <message>
            <source>Check that the key is complete, not expired or revoked, and meant for the account's base URL</source>
            <translation>请确认密钥完整、未过期或被撤销，并且适用于账户的基础网址</translation>
        </message>
        <message>
            <source>There is a payment problem with this account</source>
            <translation>此账户存在付款问题</translation>
        </message>
        <message>
            <source>Check its credit and payment details in the provider's console</source>
            <translation>请在提供商控制台检查余额和付款信息</translation>
        </message>
        <message>
            <source>This account may not do that</source>
            <translation>此账户无权执行该操作</translation>
        </message>
        <message>
            <source>Check what its key is allowed in the provider's console, or use another account</source>
            <translation>请在提供商控制台检查密钥权限，或使用其他账户</translation>
        </message>
        <message>
            <source>The model is not known there, or not open to this account</source>
            <translation>该模型不存在，或未对此账户开放</translation>
        </message>
        <message>
            <source>Choose another model, or check the account's base URL</source>
            <translation>请选择其他模型，或检查账户的基础网址</translation>
        </message>
        <message>
            <source>The proxy asks for a name and password</source>
            <translation>代理服务器要求用户名和密码</translation>
        </message>
        <message>
            <source>Put them into the proxy's address in the system or account settings</source>
            <translation>请将其写入系统或账户设置中的代理地址</translation>
        </message>
        <message>
            <source>The server waited too long for the request</source>
            <translation>服务器等待请求的时间过长</translation>
        </message>
        <message>
            <source>Send it again; check the connection if this stays</source>
            <translation>请重新发送；若仍然如此，请检查连接</translation>
        </message>
        <message>
            <source>The request met another one on the same thing</source>
            <translation>该请求与另一个请求冲突</translation>
        </message>
        <message>
            <source>Send it again</source>
            <translation>请重新发送</translation>
        </message>
        <message>
            <source>The request is larger than the API takes</source>
            <translation>请求超出 API 允许的大小</translation>
        </message>
        <message>
            <source>Take out attachments or begin a new conversation; 32 MB is the most</source>
            <translation>请去掉附件或开始新对话；上限为 32 MB</translation>
        </message>
        <message>
            <source>This account has reached a rate limit</source>
            <translation>此账户已达到速率限制</translation>
        </message>
        <message>
            <source>Wait a little and send it again, or use another account</source>
            <translation>请稍候重新发送，或使用其他账户</translation>
        </message>
        <message>
            <source>The provider took too long to answer</source>
            <translation>提供商回答超时</translation>
        </message>
        <message>
            <source>Send it again, or ask for a shorter answer</source>
            <translation>请重新发送，或要求更短的回答</translation>
        </message>
        <message>
            <source>The provider is overloaded at the moment</source>
            <translation>提供商目前过载</translation>
        </message>
        <message>
            <source>Send it again in a few minutes; another account would not help</source>
            <translation>请几分钟后重新发送；换账户没有帮助</translation>
        </message>
        <message>
            <source>The provider had a fault of its own (HTTP %1)</source>
            <translation>提供商自身出现故障（HTTP %1）</translation>
        </message>
        <message>
            <source>Send it again in a moment</source>
            <translation>请稍后重新发送</translation>
        </message>
        <message>
            <source>The API did not accept the request (HTTP %1)</source>
            <translation>API 未接受该请求（HTTP %1）</translation>
        </message>
        <message>
            <source>The API did not accept the request: %1</source>
            <translation>API 未接受该请求：%1</translation>
        </message>
        <message>
            <source>Change what it names and send it again</source>
            <translation>请按提示修改后重新发送</translation>
        </message>
    </context>
    <context>
        <name>AttachmentText</name>
        <message>
            <source>%1 is too large to attach</source>
            <translation>%1 过大，无法添加</translation>
        </message>
        <message>
            <source>All attachments of a message together may have 24 MB</source>
            <translation>一条消息的附件总共不能超过 24 MB</translation>
        </message>
        <message>
            <source>%1 is empty</source>
            <translation>%1 是空文件</translation>
        </message>
        <message>
            <source>Choose a file with something in it</source>
            <translation>请选择有内容的文件</translation>
        </message>
        <message>
            <source>%1 is neither an image, a PDF nor a text</source>
            <translation>%1 不是图片、PDF 或文本</translation>
        </message>
        <message>
            <source>Attach PNG, JPEG, GIF, WebP, PDF or a text in UTF-8</source>
            <translation>请添加 PNG、JPEG、GIF、WebP、PDF 或 UTF-8 文本</translation>
        </message>
        <message>
            <source>The file %1 cannot be read</source>
            <translation>无法读取文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
    </context>
    <context>
        <name>BudgetText</name>
        <message>
            <source>“%1” is no amount of US dollars</source>
            <translation>“%1”不是美元金额</translation>
        </message>
        <message>
            <source>Write it as 25 or 2.50</source>
            <translation>请写成 25 或 2.50</translation>
        </message>
        <message>
            <source>A budget is more than nothing and at most a million dollars</source>
            <translation>预算必须大于零，最多一百万美元</translation>
        </message>
        <message>
            <source>Write another amount, or none to have no budget</source>
            <translation>请填写其他金额；留空则没有预算</translation>
        </message>
    </context>
    <context>
        <name>Chats</name>
        <message>
            <source>The conversation is not there</source>
            <translation>该对话不存在</translation>
        </message>
        <message>
            <source>It may have been deleted; see the list of conversations</source>
            <translation>可能已被删除；请查看对话列表</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>ClaudeImport</name>
        <message>
            <source>%1 is no configuration folder of Claude Code</source>
            <translation>%1 不是 Claude Code 的配置文件夹</translation>
        </message>
        <message>
            <source>Give the folder that CLAUDE_CONFIG_DIR names, or ~/.claude</source>
            <translation>请给出 CLAUDE_CONFIG_DIR 所指的文件夹，或 ~/.claude</translation>
        </message>
    </context>
    <context>
        <name>ClaudeProgramText</name>
        <message>
            <source>The claude program was not found</source>
            <translation>找不到 claude 程序</translation>
        </message>
        <message>
            <source>Install Claude Code, or name the program in the environment variable PATCHBAY_CLAUDE; then test the account</source>
            <translation>请安装 Claude Code，或在环境变量 PATCHBAY_CLAUDE 中指明该程序，然后测试此账户</translation>
        </message>
        <message>
            <source>The claude program is older than %1</source>
            <translation>claude 程序早于 %1 版</translation>
        </message>
        <message>
            <source>The claude program is of version %1, older than %2</source>
            <translation>claude 程序是 %1 版，早于 %2</translation>
        </message>
        <message>
            <source>Run “claude update” in a terminal, then test the account</source>
            <translation>请在终端中运行“claude update”，然后测试此账户</translation>
        </message>
        <message>
            <source>The claude program is not signed in for the account “%1”</source>
            <translation>claude 程序尚未为账户“%1”登录</translation>
        </message>
        <message>
            <source>Sign in with “Sign in” in the account's settings or with “patchbay-cli accounts login %1”</source>
            <translation>请在账户设置中点“登录”，或运行“patchbay-cli accounts login %1”</translation>
        </message>
        <message>
            <source>The claude program cannot be started</source>
            <translation>无法启动 claude 程序</translation>
        </message>
        <message>
            <source>Run “claude --version” in a terminal and see what it says; then test the account</source>
            <translation>请在终端中运行“claude --version”看看它说什么，然后测试此账户</translation>
        </message>
        <message>
            <source>The claude program ended in the midst of its work</source>
            <translation>claude 程序在工作中途结束了</translation>
        </message>
        <message>
            <source>Send it again; if this stays, run “claude” in a terminal and see what it says</source>
            <translation>请再发送一次；如果仍然如此，请在终端中运行“claude”看看它说什么</translation>
        </message>
        <message>
            <source>The claude program answered something unexpected</source>
            <translation>claude 程序的回答出乎意料</translation>
        </message>
        <message>
            <source>Update the claude program and Patchbay; if this stays, report it</source>
            <translation>请更新 claude 程序和 Patchbay；如果仍然如此，请报告</translation>
        </message>
        <message>
            <source>The claude program was started and says nothing</source>
            <translation>claude 程序已启动，但没有任何回应</translation>
        </message>
        <message>
            <source>Run “claude” in a terminal and see what it waits for</source>
            <translation>请在终端中运行“claude”看看它在等什么</translation>
        </message>
        <message>
            <source>The token of “%1” was rejected</source>
            <translation>“%1”的 token 被拒绝</translation>
        </message>
        <message>
            <source>The sign-in of “%1” was rejected</source>
            <translation>“%1”的登录被拒绝</translation>
        </message>
        <message>
            <source>Make a new one with “claude setup-token” and give it with “patchbay-cli accounts login %1”</source>
            <translation>请用“claude setup-token”生成新的 token，并用“patchbay-cli accounts login %1”提供</translation>
        </message>
        <message>
            <source>Sign in again with “Sign in” in the account's settings or with “patchbay-cli accounts login %1”</source>
            <translation>请在账户设置中点“登录”重新登录，或运行“patchbay-cli accounts login %1”</translation>
        </message>
        <message>
            <source>The provider's terms keep a subscription for its own programs, used by the person it belongs to, and forbid routing other programs' requests through it. Whoever lets the endpoint use this account answers for that; the provider may close it.</source>
            <translation>提供方的条款规定订阅只供其所有者在提供方自己的程序中使用，禁止让其他程序的请求经由订阅。允许端点使用此账户的人须自行负责；提供方可能会关闭该账户。</translation>
        </message>
    </context>
    <context>
        <name>ClaudeQuestionText</name>
        <message>
            <source>An account of the claude program takes no tools of others</source>
            <translation>claude 程序的账户不接受外来的工具</translation>
        </message>
        <message>
            <source>Use an account with an API key for requests with tools</source>
            <translation>带工具的请求请使用有 API 密钥的账户</translation>
        </message>
        <message>
            <source>An account of the claude program answers a message of the user's, and the request ends with none</source>
            <translation>claude 程序的账户只回答用户的消息，而此请求末尾没有用户的消息</translation>
        </message>
        <message>
            <source>Use an account with an API key to have an answer continued</source>
            <translation>要续写回答，请使用有 API 密钥的账户</translation>
        </message>
    </context>
    <context>
        <name>ClientFieldsText</name>
        <message>
            <source>There is no account “%1”</source>
            <translation>没有名为“%1”的账户</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli accounts list</source>
            <translation>查看名称：patchbay-cli accounts list</translation>
        </message>
    </context>
    <context>
        <name>ClientRows</name>
        <message>
            <source>There is no client “%1”</source>
            <translation>没有名为“%1”的客户端</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli clients list</source>
            <translation>查看名称：patchbay-cli clients list</translation>
        </message>
        <message>
            <source>There is a client “%1” already</source>
            <translation>已有名为“%1”的客户端</translation>
        </message>
        <message>
            <source>Use another name, or revoke that one first</source>
            <translation>请使用其他名称，或先吊销那一个</translation>
        </message>
    </context>
    <context>
        <name>ClientsArguments</name>
        <message>
            <source>Name of the client</source>
            <translation>客户端名称</translation>
        </message>
        <message>
            <source>Only these models, separated by commas; a name may end in *</source>
            <translation>只允许这些模型，用逗号分隔；名称可以 * 结尾</translation>
        </message>
        <message>
            <source>Only these accounts, separated by commas</source>
            <translation>只使用这些账户，用逗号分隔</translation>
        </message>
        <message>
            <source>Send nothing that might pass so many US dollars a day; 0: no budget</source>
            <translation>绝不发送可能超出每日此金额（美元）的请求；0：无预算</translation>
        </message>
        <message>
            <source>The same for each month</source>
            <translation>同上，按月计</translation>
        </message>
        <message>
            <source>At most so many requests in a minute; 0: no limit</source>
            <translation>每分钟最多这么多请求；0：不限</translation>
        </message>
        <message>
            <source>At most so many requests at once; 0: no limit</source>
            <translation>同时最多这么多请求；0：不限</translation>
        </message>
        <message>
            <source>Refuse the token from then on: a date, a time, 30d, 12h or never</source>
            <translation>从此时起拒绝该 token：日期、时间、30d、12h 或 never</translation>
        </message>
        <message>
            <source>List the clients and what they used</source>
            <translation>列出客户端及其用量</translation>
        </message>
        <message>
            <source>Those that were revoked as well</source>
            <translation>也包括已吊销的</translation>
        </message>
        <message>
            <source>Print JSON</source>
            <translation>输出 JSON</translation>
        </message>
        <message>
            <source>Add a client and print its token, this once</source>
            <translation>添加客户端并输出其 token，仅此一次</translation>
        </message>
        <message>
            <source>Change a client's limits</source>
            <translation>修改客户端的限制</translation>
        </message>
        <message>
            <source>Give a client another token and print that, this once</source>
            <translation>给客户端换一个 token 并输出，仅此一次</translation>
        </message>
        <message>
            <source>Refuse a client's token for good; its history stays</source>
            <translation>永久拒绝客户端的 token；历史保留</translation>
        </message>
        <message>
            <source>Print how to point a tool at the endpoint</source>
            <translation>输出如何让工具使用本地接口</translation>
        </message>
        <message>
            <source>claude-code, curl, python, javascript, openai-python, codex and more; a wrong one lists all</source>
            <translation>claude-code、curl、python、javascript、openai-python、codex 等；填错会列出全部</translation>
        </message>
        <message>
            <source>Address and port of the endpoint, or its whole address</source>
            <translation>接口的地址和端口，或完整网址</translation>
        </message>
        <message>
            <source>sh or powershell</source>
            <translation>sh 或 powershell</translation>
        </message>
    </context>
    <context>
        <name>CommandLineText</name>
        <message>
            <source>Read variables from this .env file</source>
            <translation>从此 .env 文件读取变量</translation>
        </message>
        <message>
            <source>Keep data in this folder</source>
            <translation>将数据保存在此文件夹</translation>
        </message>
        <message>
            <source>Language of messages: en or zh_CN</source>
            <translation>提示语言：en 或 zh_CN</translation>
        </message>
        <message>
            <source>Send a message and stream the answer</source>
            <translation>发送一条消息并流式输出回答</translation>
        </message>
        <message>
            <source>Manage accounts</source>
            <translation>管理账户</translation>
        </message>
        <message>
            <source>What was used, and what it cost</source>
            <translation>用量与花费</translation>
        </message>
        <message>
            <source>List, search, show and export conversations</source>
            <translation>列出、搜索、查看和导出对话</translation>
        </message>
        <message>
            <source>List, read and change settings</source>
            <translation>列出、读取和修改设置</translation>
        </message>
        <message>
            <source>Check keychain, database, clock and each account</source>
            <translation>检查密钥串、数据库、时钟和每个账户</translation>
        </message>
        <message>
            <source>Run an upstream that needs no account</source>
            <translation>运行一个无需账户的上游服务</translation>
        </message>
        <message>
            <source>Model to ask</source>
            <translation>使用的模型</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示</translation>
        </message>
        <message>
            <source>Only this account</source>
            <translation>只使用此账户</translation>
        </message>
        <message>
            <source>Longest answer, in tokens</source>
            <translation>回答的最大长度（token）</translation>
        </message>
        <message>
            <source>Send this image, PDF or text file with the message</source>
            <translation>随消息发送此图片、PDF 或文本文件</translation>
        </message>
        <message>
            <source>Go on with this conversation</source>
            <translation>继续此对话</translation>
        </message>
        <message>
            <source>Leave it out of the history</source>
            <translation>不写入历史记录</translation>
        </message>
        <message>
            <source>Print the events as they come</source>
            <translation>按到达顺序输出事件</translation>
        </message>
        <message>
            <source>Ask the built-in demo, without an account</source>
            <translation>使用内置演示，无需账户</translation>
        </message>
        <message>
            <source>The message; - reads standard input</source>
            <translation>消息内容；- 表示读取标准输入</translation>
        </message>
        <message>
            <source>Print JSON</source>
            <translation>输出 JSON</translation>
        </message>
        <message>
            <source>Group by account, model, day, hour, client</source>
            <translation>按 account、model、day、hour、client 分组</translation>
        </message>
        <message>
            <source>From this time on: a date, a time, 7d or 24h</source>
            <translation>起始时间：日期、时间、7d 或 24h</translation>
        </message>
        <message>
            <source>Up to this time</source>
            <translation>截止时间</translation>
        </message>
        <message>
            <source>Print CSV</source>
            <translation>输出 CSV</translation>
        </message>
        <message>
            <source>Make the sums anew from the ledger</source>
            <translation>根据账本重新计算汇总</translation>
        </message>
        <message>
            <source>List the conversations</source>
            <translation>列出对话</translation>
        </message>
        <message>
            <source>Search titles and messages</source>
            <translation>搜索标题和消息</translation>
        </message>
        <message>
            <source>Show a conversation</source>
            <translation>查看对话</translation>
        </message>
        <message>
            <source>Write a conversation to standard output</source>
            <translation>将对话写到标准输出</translation>
        </message>
        <message>
            <source>At most so many</source>
            <translation>最多这么多条</translation>
        </message>
        <message>
            <source>Words to find</source>
            <translation>要查找的词</translation>
        </message>
        <message>
            <source>The conversation's id, or its beginning</source>
            <translation>对话的 id 或其开头部分</translation>
        </message>
        <message>
            <source>md, json or html</source>
            <translation>md、json 或 html</translation>
        </message>
        <message>
            <source>List the settings</source>
            <translation>列出设置</translation>
        </message>
        <message>
            <source>Print a setting</source>
            <translation>输出设置</translation>
        </message>
        <message>
            <source>Change a setting</source>
            <translation>修改设置</translation>
        </message>
        <message>
            <source>Name of the setting</source>
            <translation>设置名称</translation>
        </message>
        <message>
            <source>Its new value</source>
            <translation>新值</translation>
        </message>
        <message>
            <source>Address and port to listen on</source>
            <translation>监听的地址和端口</translation>
        </message>
        <message>
            <source>Write the port number to this file</source>
            <translation>将端口号写入此文件</translation>
        </message>
        <message>
            <source>Answer as this file says</source>
            <translation>按此文件的脚本回答</translation>
        </message>
        <message>
            <source>Patchbay without a screen: many Claude accounts, one pool, one ledger.</source>
            <translation>无界面的 Patchbay：多个 Claude 账户，一个账户池，一本账。</translation>
        </message>
        <message>
            <source>“%1” is no language</source>
            <translation>没有“%1”这种语言</translation>
        </message>
        <message>
            <source>There is no verb “%1”</source>
            <translation>没有“%1”这个命令</translation>
        </message>
        <message>
            <source>See what there is with: patchbay-cli --help, or after a verb</source>
            <translation>查看可用命令：patchbay-cli --help，或在命令之后加 --help</translation>
        </message>
        <message>
            <source>Add what Claude Code's own session logs say was used</source>
            <translation>添加 Claude Code 自己的会话日志中记录的用量</translation>
        </message>
        <message>
            <source>Claude Code's configuration folder, such as ~/.claude</source>
            <translation>Claude Code 的配置文件夹，例如 ~/.claude</translation>
        </message>
        <message>
            <source>Put it under this account</source>
            <translation>归入此账户</translation>
        </message>
        <message>
            <source>Compare the ledger with the provider's own usage report, for which an admin key is read from standard input</source>
            <translation>将账本与提供商自己的用量报告比较，管理密钥从标准输入读取</translation>
        </message>
        <message>
            <source>A command that prints the admin key</source>
            <translation>输出管理密钥的命令</translation>
        </message>
        <message>
            <source>List, set and remove budgets</source>
            <translation>列出、设置和移除预算</translation>
        </message>
        <message>
            <source>List the budgets and what is left of them</source>
            <translation>列出预算及其余额</translation>
        </message>
        <message>
            <source>Set a budget</source>
            <translation>设置预算</translation>
        </message>
        <message>
            <source>Remove a budget</source>
            <translation>移除预算</translation>
        </message>
        <message>
            <source>all, account:NAME or client:NAME</source>
            <translation>all、account:NAME 或 client:NAME</translation>
        </message>
        <message>
            <source>day or month</source>
            <translation>day 或 month</translation>
        </message>
        <message>
            <source>Amount in US dollars</source>
            <translation>金额（美元）</translation>
        </message>
        <message>
            <source>Send nothing that might pass it</source>
            <translation>绝不发送可能超出预算的请求</translation>
        </message>
        <message>
            <source>Manage who may use the endpoint</source>
            <translation>管理谁可以使用本地接口</translation>
        </message>
        <message>
            <source>List the prices and set your own</source>
            <translation>列出价格并设置您自己的价格</translation>
        </message>
        <message>
            <source>Serve the pool on a local address</source>
            <translation>在本地地址上提供账户池</translation>
        </message>
        <message>
            <source>Say what is done with requests to the endpoint</source>
            <translation>规定如何处理发往端点的请求</translation>
        </message>
    </context>
    <context>
        <name>ConsoleText</name>
        <message>
            <source>Standard input cannot be read</source>
            <translation>无法读取标准输入</translation>
        </message>
        <message>
            <source>Standard input is larger than %1 MB</source>
            <translation>标准输入超过 %1 MB</translation>
        </message>
        <message>
            <source>Send a shorter text, or attach it as a file</source>
            <translation>请发送更短的文本，或作为附件添加</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>已中断</translation>
        </message>
        <message>
            <source>Give the text as an argument, or in a file</source>
            <translation>请把文本作为参数给出，或放在文件中</translation>
        </message>
    </context>
    <context>
        <name>DatabasePlaceText</name>
        <message>
            <source>Unset %1; the database of the data folder is then used</source>
            <translation>请取消设置 %1；随后将使用数据文件夹中的数据库</translation>
        </message>
        <message>
            <source>Set it to an address such as sqlite:///home/me/patchbay.db, or unset it</source>
            <translation>请将其设为类似 sqlite:///home/me/patchbay.db 的地址，或取消设置</translation>
        </message>
        <message>
            <source>%1 is set, and this version cannot share limits over Redis yet</source>
            <translation>已设置 %1，但此版本还不能通过 Redis 共享限额</translation>
        </message>
        <message>
            <source>%1 names a PostgreSQL database, which this version cannot use yet</source>
            <translation>%1 指定了 PostgreSQL 数据库，此版本还不能使用</translation>
        </message>
        <message>
            <source>%1 names no kind of database that is known</source>
            <translation>%1 指定的数据库类型无法识别</translation>
        </message>
        <message>
            <source>%1 does not hold the whole path of a database file</source>
            <translation>%1 没有给出数据库文件的完整路径</translation>
        </message>
        <message>
            <source>The folder %1, which %2 names, is not there</source>
            <translation>%2 指定的文件夹 %1 不存在</translation>
        </message>
        <message>
            <source>Make the folder, or name another</source>
            <translation>请创建该文件夹，或指定另一个</translation>
        </message>
        <message>
            <source>The folder %1 cannot be made or is not yours</source>
            <translation>无法创建文件夹 %1，或它不归您所有</translation>
        </message>
        <message>
            <source>Check who owns the folder of the database</source>
            <translation>请检查数据库文件夹的所有者</translation>
        </message>
    </context>
    <context>
        <name>EndpointClientText</name>
        <message>
            <source>A client needs a name of at most %1 characters</source>
            <translation>客户端需要名称，最多 %1 个字符</translation>
        </message>
        <message>
            <source>Name it after the tool, such as claude-code</source>
            <translation>可以用工具的名字，例如 claude-code</translation>
        </message>
        <message>
            <source>No client can be called “%1”</source>
            <translation>客户端不能叫“%1”</translation>
        </message>
        <message>
            <source>Use another name: the ledger calls something else so</source>
            <translation>请使用其他名称：账本中已有此含义</translation>
        </message>
        <message>
            <source>“%1” is no model's name</source>
            <translation>“%1”不是模型名称</translation>
        </message>
        <message>
            <source>Give names such as claude-sonnet-5-5 or claude-haiku-*, separated by commas; an empty list allows all</source>
            <translation>请填写 claude-sonnet-5-5 或 claude-haiku-* 之类的名称，用逗号分隔；留空则全部允许</translation>
        </message>
        <message>
            <source>A limit of this client is out of range</source>
            <translation>此客户端的某个限制超出范围</translation>
        </message>
        <message>
            <source>At most %1 requests per minute and %2 at once; 0 is no limit</source>
            <translation>每分钟最多 %1 个请求，同时最多 %2 个；0 表示不限</translation>
        </message>
        <message>
            <source>“%1” is no time to end at</source>
            <translation>“%1”不是到期时间</translation>
        </message>
        <message>
            <source>Write a date (2027-01-31), a time (2027-01-31T10:00:00Z), how long from now (30d, 12h), or never</source>
            <translation>请写日期（2027-01-31）、时间（2027-01-31T10:00:00Z）、从现在起多久（30d、12h），或 never</translation>
        </message>
        <message>
            <source>“%1” is over already</source>
            <translation>“%1”已经过去</translation>
        </message>
        <message>
            <source>Give a time that is still to come</source>
            <translation>请填写将来的时间</translation>
        </message>
    </context>
    <context>
        <name>EndpointRuleText</name>
        <message>
            <source>“%1” is no model's name</source>
            <translation>“%1”不是模型名称</translation>
        </message>
        <message>
            <source>Give one name, such as claude-sonnet-5-5 or claude-opus-*; * alone is every model</source>
            <translation>请给出一个名称，例如 claude-sonnet-5-5 或 claude-opus-*；单独的 * 表示所有模型</translation>
        </message>
        <message>
            <source>Give the whole name of the model to use, such as claude-haiku-4-5</source>
            <translation>请给出要使用的模型的完整名称，例如 claude-haiku-4-5</translation>
        </message>
        <message>
            <source>That is no client's name</source>
            <translation>这不是客户端名称</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli clients list</source>
            <translation>查看名称：patchbay-cli clients list</translation>
        </message>
        <message>
            <source>The most tokens of an answer are out of range</source>
            <translation>回答的最大 token 数超出范围</translation>
        </message>
        <message>
            <source>Give a number from 1 to %1</source>
            <translation>请给出 1 到 %1 之间的数字</translation>
        </message>
        <message>
            <source>The time in the cache is out of range</source>
            <translation>缓存时间超出范围</translation>
        </message>
        <message>
            <source>Give seconds from 1 to %1, or 0 to never answer such requests from the cache</source>
            <translation>请给出 1 到 %1 之间的秒数，或用 0 表示从不用缓存回答这类请求</translation>
        </message>
        <message>
            <source>The rule says nothing of what to do</source>
            <translation>该规则没有说明要做什么</translation>
        </message>
        <message>
            <source>Give it a model to use, the most tokens of an answer, or a time in the cache</source>
            <translation>请为它指定要使用的模型、回答的最大 token 数或缓存时间</translation>
        </message>
    </context>
    <context>
        <name>EnvironmentText</name>
        <message>
            <source>Line %1 of the .env file: %2</source>
            <translation>.env 文件第 %1 行：%2</translation>
        </message>
        <message>
            <source>Write each line as NAME=value</source>
            <translation>每行请写成 NAME=value</translation>
        </message>
        <message>
            <source>there is no = in it</source>
            <translation>缺少 =</translation>
        </message>
        <message>
            <source>the name before = is not a variable's name</source>
            <translation>= 之前不是有效的变量名</translation>
        </message>
        <message>
            <source>the quotation mark is not closed</source>
            <translation>引号没有闭合</translation>
        </message>
        <message>
            <source>there is text after the closing quotation mark</source>
            <translation>闭合引号之后还有文字</translation>
        </message>
        <message>
            <source>The file %1 cannot be read</source>
            <translation>无法读取文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
    </context>
    <context>
        <name>EventStreamText</name>
        <message>
            <source>The server sent an event too large to take</source>
            <translation>服务器发送的事件过大，无法接收</translation>
        </message>
        <message>
            <source>Send it again; if it stays, check the account's base URL</source>
            <translation>请重新发送；若仍然如此，请检查账户的基础网址</translation>
        </message>
    </context>
    <context>
        <name>ExportWords</name>
        <message>
            <source>You</source>
            <translation>您</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>已中断</translation>
        </message>
        <message>
            <source>(%1)</source>
            <comment>a content block that is not shown, by its type</comment>
            <translation>（%1）</translation>
        </message>
        <message>
            <source>Claude</source>
            <translation>Claude</translation>
        </message>
        <message>
            <source>Claude · %1</source>
            <comment>who answered, with the name of the account</comment>
            <translation>Claude · %1</translation>
        </message>
    </context>
    <context>
        <name>FileLockText</name>
        <message>
            <source>The lock file %1 cannot be written</source>
            <translation>无法写入锁文件 %1</translation>
        </message>
        <message>
            <source>Check that its folder is yours and the disk is not full</source>
            <translation>请确认其文件夹归您所有且磁盘未满</translation>
        </message>
    </context>
    <context>
        <name>Importers</name>
        <message>
            <source>%1: %2</source>
            <comment>variable, and what is wrong with it</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>entry %1</source>
            <translation>第 %1 项</translation>
        </message>
        <message>
            <source>entry %1 (“%2”)</source>
            <translation>第 %1 项（“%2”）</translation>
        </message>
        <message>
            <source>%1, %2: “%3” is no text</source>
            <translation>%1，%2：“%3”不是文本</translation>
        </message>
        <message>
            <source>%1, %2: “%3” is missing</source>
            <translation>%1，%2：缺少“%3”</translation>
        </message>
        <message>
            <source>%1, %2: “%3” is no address</source>
            <translation>%1，%2：“%3”不是地址</translation>
        </message>
        <message>
            <source>%1, %2: “%3” is no amount</source>
            <translation>%1，%2：“%3”不是金额</translation>
        </message>
        <message>
            <source>%1, %2: “%3” is no whole number from 0 to 1000</source>
            <translation>%1，%2：“%3”不是 0 到 1000 的整数</translation>
        </message>
        <message>
            <source>Write each account as {"name": …, "apiKey": …}</source>
            <translation>每个账户请写成 {"name": …, "apiKey": …}</translation>
        </message>
        <message>
            <source>%1: the name “%2” is used twice</source>
            <translation>%1：名称“%2”重复</translation>
        </message>
        <message>
            <source>Give each account a name of its own</source>
            <translation>请为每个账户取不同的名称</translation>
        </message>
        <message>
            <source>Write a JSON list such as [{"name": "work", "apiKey": "…"}]</source>
            <translation>请写成 JSON 列表，例如 [{"name": "work", "apiKey": "…"}]</translation>
        </message>
        <message>
            <source>%1 is not JSON: it breaks off at character %2</source>
            <translation>%1 不是 JSON：在第 %2 个字符处中断</translation>
        </message>
        <message>
            <source>%1 is no list</source>
            <translation>%1 不是列表</translation>
        </message>
        <message>
            <source>%1: entry %2 is no object</source>
            <translation>%1：第 %2 项不是对象</translation>
        </message>
        <message>
            <source>%1 is no number from 1 to 1000</source>
            <translation>%1 不是 1 到 1000 的数字</translation>
        </message>
        <message>
            <source>Set it to how many streams an account may carry at once</source>
            <translation>请设为一个账户可同时承载的流数</translation>
        </message>
        <message>
            <source>The file %1 cannot be read</source>
            <translation>无法读取文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
        <message>
            <source>The file %1 is too large for a list of accounts</source>
            <translation>文件 %1 过大，不像账户列表</translation>
        </message>
        <message>
            <source>Give a .env file or a JSON list of accounts</source>
            <translation>请给出 .env 文件或 JSON 账户列表</translation>
        </message>
        <message>
            <source>The file %1 holds no account</source>
            <translation>文件 %1 中没有账户</translation>
        </message>
        <message>
            <source>It should set CLAUDE_API_KEY, ANTHROPIC_API_KEY or CLAUDE_ACCOUNTS</source>
            <translation>其中应设置 CLAUDE_API_KEY、ANTHROPIC_API_KEY 或 CLAUDE_ACCOUNTS</translation>
        </message>
    </context>
    <context>
        <name>InspectorText</name>
        <message>
            <source>— cut at %1 of %2 —</source>
            <translation>— 截断于 %1（共 %2）—</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n 个事件</numerusform>
            </translation>
        </message>
        <message>
            <source>under way</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>无应答</translation>
        </message>
        <message>
            <source>%1, cut</source>
            <translation>%1，中断</translation>
        </message>
        <message>
            <source>%1, broke</source>
            <translation>%1，出错</translation>
        </message>
        <message>
            <source>unreadable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
    </context>
    <context>
        <name>Json</name>
        <message>
            <source>This is not valid JSON</source>
            <translation>这不是有效的 JSON</translation>
        </message>
        <message>
            <source>A JSON object was expected</source>
            <translation>应为 JSON 对象</translation>
        </message>
    </context>
    <context>
        <name>LimitWords</name>
        <message>
            <source>5 hours</source>
            <translation>5 小时</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 天</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Input tokens</source>
            <translation>输入 token</translation>
        </message>
        <message>
            <source>Output tokens</source>
            <translation>输出 token</translation>
        </message>
        <message>
            <source>reset at %1; nothing newer is known</source>
            <translation>已于 %1 重置；尚无更新的信息</translation>
        </message>
        <message>
            <source>%1 % used</source>
            <translation>已用 %1 %</translation>
        </message>
        <message>
            <source>%1 of %2 left</source>
            <translation>剩余 %1，共 %2</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%1 (as of %2)</source>
            <translation>%1（截至 %2）</translation>
        </message>
        <message>
            <source>%1, resets %2, %3 (as of %4)</source>
            <translation>%1，%2 重置，%3（截至 %4）</translation>
        </message>
    </context>
    <context>
        <name>ListenersText</name>
        <message>
            <source>Another program listens on %1 already</source>
            <translation>另一个程序已在监听 %1</translation>
        </message>
        <message>
            <source>End that program, or choose another port with --listen or WORKER_PORT</source>
            <translation>请结束该程序，或用 --listen 或 WORKER_PORT 选择其他端口</translation>
        </message>
        <message>
            <source>This user may not listen on %1</source>
            <translation>此用户无权监听 %1</translation>
        </message>
        <message>
            <source>Choose a port above 1023</source>
            <translation>请选择大于 1023 的端口</translation>
        </message>
        <message>
            <source>Cannot listen on %1</source>
            <translation>无法监听 %1</translation>
        </message>
        <message>
            <source>Choose an address of this computer, such as 127.0.0.1</source>
            <translation>请选择本机的地址，例如 127.0.0.1</translation>
        </message>
        <message>
            <source>“%1” is not an address</source>
            <translation>“%1”不是地址</translation>
        </message>
        <message>
            <source>Give it as numbers, such as 127.0.0.1 or ::1</source>
            <translation>请以数字形式给出，例如 127.0.0.1 或 ::1</translation>
        </message>
        <message>
            <source>%1 can be reached from other computers, and tokens would travel there without encryption</source>
            <translation>%1 可从其他计算机访问，token 将在未加密的情况下传输</translation>
        </message>
        <message>
            <source>Give a certificate with --tls-cert and --tls-key; --insecure-http is for containers behind a published port</source>
            <translation>请用 --tls-cert 和 --tls-key 给出证书；--insecure-http 仅用于已发布端口之后的容器</translation>
        </message>
        <message>
            <source>Choose a file in a folder of your own that is not there yet</source>
            <translation>请在您自己的文件夹中选择一个尚不存在的文件</translation>
        </message>
        <message>
            <source>End that program, or choose another file</source>
            <translation>请结束该程序，或选择其他文件</translation>
        </message>
        <message>
            <source>“%1” (process %2) listens on %3 already</source>
            <translation>“%1”（进程 %2）已在监听 %3</translation>
        </message>
    </context>
    <context>
        <name>ListeningText</name>
        <message>
            <source>“%1” is not an address and a port</source>
            <translation>“%1”不是地址加端口</translation>
        </message>
        <message>
            <source>Use for example --listen 127.0.0.1:0</source>
            <translation>例如使用 --listen 127.0.0.1:0</translation>
        </message>
        <message>
            <source>The file %1 cannot be written</source>
            <translation>无法写入文件 %1</translation>
        </message>
        <message>
            <source>Check that its folder is there and yours</source>
            <translation>请检查其文件夹存在且属于您</translation>
        </message>
    </context>
    <context>
        <name>LogImportText</name>
        <message>
            <source>%1 is not a folder</source>
            <translation>%1 不是文件夹</translation>
        </message>
        <message>
            <source>Name Claude Code's configuration folder, such as ~/.claude</source>
            <translation>请指定 Claude Code 的配置文件夹，例如 ~/.claude</translation>
        </message>
        <message>
            <source>%1 belongs to an account of Patchbay</source>
            <translation>%1 属于 Patchbay 的某个账户</translation>
        </message>
        <message>
            <source>What went through it is in the ledger already</source>
            <translation>经过它的内容已在账本中</translation>
        </message>
        <message>
            <source>There are no session logs in %1</source>
            <translation>%1 中没有会话日志</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) read.</source>
            <translation>
                <numerusform>读取了 %n 个文件。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) added.</source>
            <translation>
                <numerusform>添加了 %n 个回答。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) brought up to date.</source>
            <translation>
                <numerusform>更新了 %n 个回答。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) were there already.</source>
            <translation>
                <numerusform>%n 个回答已存在。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) went through Patchbay and were left out.</source>
            <translation>
                <numerusform>%n 个回答经过 Patchbay，已略过。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) are older than the ledger keeps requests and were left out.</source>
            <translation>
                <numerusform>%n 个回答早于账本保留请求的时间，已略过。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 tokens in, %2 out; as the API prices them $%3.</source>
            <translation>输入 %1 个 token，输出 %2 个；按 API 价格为 $%3。</translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) of a model without a known price are not in the sum.</source>
            <translation>
                <numerusform>%n 个回答所用模型的价格未知，未计入总和。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) could not be understood.</source>
            <translation>
                <numerusform>%n 行无法识别。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) of Patchbay's own accounts were left out.</source>
            <translation>
                <numerusform>略过了 Patchbay 自有账户的 %n 个文件。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 could not be read.</source>
            <translation>无法读取 %1。</translation>
        </message>
    </context>
    <context>
        <name>MakeVault</name>
        <message>
            <source>Set %1 to a file that holds the vault's passphrase</source>
            <translation>请将 %1 设为保存保险库口令的文件</translation>
        </message>
        <message>
            <source>The vault file needs a passphrase, and %1 is not set</source>
            <translation>保险库文件需要口令，而 %1 未设置</translation>
        </message>
        <message>
            <source>The passphrase file %1 cannot be read or is empty</source>
            <translation>口令文件 %1 无法读取或为空</translation>
        </message>
        <message>
            <source>%1 is “%2”, which is no vault</source>
            <translation>%1 的值是“%2”，没有这种保管方式</translation>
        </message>
        <message>
            <source>Set it to keychain, file or memory</source>
            <translation>请设为 keychain、file 或 memory</translation>
        </message>
    </context>
    <context>
        <name>MessageAccumulatorText</name>
        <message>
            <source>The server's answer is not one of the Messages API</source>
            <translation>服务器的回答不属于 Messages API</translation>
        </message>
        <message>
            <source>Check the account's base URL, and whether the network asks to sign in first</source>
            <translation>请检查账户的基础网址，以及网络是否要求先登录</translation>
        </message>
    </context>
    <context>
        <name>MessageDetails</name>
        <message>
            <source>%1 in (%2 cached)</source>
            <translation>输入 %1（缓存 %2）</translation>
        </message>
        <message>
            <source>%1 in</source>
            <translation>输入 %1</translation>
        </message>
        <message>
            <source>%1 out</source>
            <translation>输出 %1</translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
    </context>
    <context>
        <name>MessagesRequestText</name>
        <message>
            <source>Mend the request and send it again</source>
            <translation>请修正请求后重新发送</translation>
        </message>
        <message>
            <source>Message %1 of the request is not an object</source>
            <translation>请求的第 %1 条消息不是对象</translation>
        </message>
        <message>
            <source>Message %1 of the request has no known role</source>
            <translation>请求的第 %1 条消息没有已知的角色</translation>
        </message>
        <message>
            <source>Message %1 of the request has no content</source>
            <translation>请求的第 %1 条消息没有内容</translation>
        </message>
        <message>
            <source>The request names no model</source>
            <translation>请求没有指定模型</translation>
        </message>
        <message>
            <source>“%1” of the request is not a whole number</source>
            <translation>请求中的“%1”不是整数</translation>
        </message>
        <message>
            <source>“%1” of the request is neither true nor false</source>
            <translation>请求中的“%1”既不是 true 也不是 false</translation>
        </message>
        <message>
            <source>The request has no messages</source>
            <translation>请求中没有消息</translation>
        </message>
    </context>
    <context>
        <name>NetworkFaultsText</name>
        <message>
            <source>%1 refused the connection</source>
            <translation>%1 拒绝了连接</translation>
        </message>
        <message>
            <source>Check the base URL, and that the server is running</source>
            <translation>请检查基础网址，并确认服务器正在运行</translation>
        </message>
        <message>
            <source>The host %1 was not found</source>
            <translation>找不到主机 %1</translation>
        </message>
        <message>
            <source>Check the base URL for a typing mistake, and the network connection</source>
            <translation>请检查基础网址是否有误，以及网络连接</translation>
        </message>
        <message>
            <source>The proxy cannot be reached</source>
            <translation>无法连接代理服务器</translation>
        </message>
        <message>
            <source>Check the proxy in the settings of the system or of the account</source>
            <translation>请检查系统或账户设置中的代理</translation>
        </message>
        <message>
            <source>The proxy asks for a name and password</source>
            <translation>代理服务器要求用户名和密码</translation>
        </message>
        <message>
            <source>Put them into the proxy's address</source>
            <translation>请将其写入代理地址</translation>
        </message>
        <message>
            <source>%1 cannot be reached</source>
            <translation>无法访问 %1</translation>
        </message>
        <message>
            <source>Check the network connection, VPN and firewall</source>
            <translation>请检查网络连接、VPN 和防火墙</translation>
        </message>
        <message>
            <source>The answer of %1 is not HTTP as it should be</source>
            <translation>%1 的回答不是正确的 HTTP</translation>
        </message>
        <message>
            <source>Check the base URL and the proxy</source>
            <translation>请检查基础网址和代理</translation>
        </message>
        <message>
            <source>No secure connection to %1 could be made</source>
            <translation>无法与 %1 建立安全连接</translation>
        </message>
        <message>
            <source>Check the base URL, and whether the server offers TLS 1.2 or newer</source>
            <translation>请检查基础网址，以及服务器是否支持 TLS 1.2 或更高版本</translation>
        </message>
        <message>
            <source>The certificate of %1 has expired</source>
            <translation>%1 的证书已过期</translation>
        </message>
        <message>
            <source>Check this computer's clock; else its operator has to renew it</source>
            <translation>请检查本机时钟；若时钟无误，需由其运营者更新证书</translation>
        </message>
        <message>
            <source>The certificate of %1 is not valid yet</source>
            <translation>%1 的证书尚未生效</translation>
        </message>
        <message>
            <source>Check this computer's clock</source>
            <translation>请检查本机时钟</translation>
        </message>
        <message>
            <source>The certificate of %1 is for another host</source>
            <translation>%1 的证书属于另一台主机</translation>
        </message>
        <message>
            <source>Check the base URL; something on the way may be answering in its place</source>
            <translation>请检查基础网址；途中可能有别的设备在代为应答</translation>
        </message>
        <message>
            <source>The certificate of %1 is not from an authority this computer trusts</source>
            <translation>%1 的证书并非由本机信任的机构签发</translation>
        </message>
        <message>
            <source>If the server or a proxy of your company is to be trusted, add its certificate to the system's</source>
            <translation>如果该服务器或公司代理可信，请将其证书加入系统证书</translation>
        </message>
        <message>
            <source>The certificate of %1 has been revoked</source>
            <translation>%1 的证书已被吊销</translation>
        </message>
        <message>
            <source>Do not use this server until its operator has replaced it</source>
            <translation>在运营者更换证书之前请勿使用该服务器</translation>
        </message>
        <message>
            <source>The certificate of %1 was not accepted</source>
            <translation>%1 的证书未被接受</translation>
        </message>
        <message numerus="yes">
            <source>No connection to %1 within %n second(s)</source>
            <translation>
                <numerusform>%n 秒内未能连接到 %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 took the request and did not answer within %n second(s)</source>
            <translation>
                <numerusform>%1 收到了请求，但 %n 秒内没有回答</numerusform>
            </translation>
        </message>
        <message>
            <source>Send it again, or allow it more time for the first answer in the settings</source>
            <translation>请重新发送，或在设置中延长等待首个回答的时间</translation>
        </message>
        <message numerus="yes">
            <source>The answer of %1 stopped: nothing came for %n second(s)</source>
            <translation>
                <numerusform>%1 的回答中断：%n 秒内没有收到任何内容</numerusform>
            </translation>
        </message>
        <message>
            <source>Send it again</source>
            <translation>请重新发送</translation>
        </message>
        <message>
            <source>The connection to %1 was lost before the answer was complete</source>
            <translation>回答尚未完成，与 %1 的连接就断开了</translation>
        </message>
        <message>
            <source>Send it again; check the network connection if this stays</source>
            <translation>请重新发送；若仍然如此，请检查网络连接</translation>
        </message>
        <message>
            <source>%1 sends requests to another address (HTTP %2)</source>
            <translation>%1 将请求转向另一个地址（HTTP %2）</translation>
        </message>
        <message>
            <source>%1 sends requests to another address: %2</source>
            <translation>%1 将请求转向另一个地址：%2</translation>
        </message>
        <message>
            <source>The key is not sent there. If that address is right, make it the base URL</source>
            <translation>密钥不会发往那里。如果该地址正确，请将其设为基础网址</translation>
        </message>
        <message>
            <source>A web page came from %1 in place of an answer</source>
            <translation>%1 返回的是网页而不是回答</translation>
        </message>
        <message>
            <source>The answer of %1 is not one of the Messages API</source>
            <translation>%1 的回答不属于 Messages API</translation>
        </message>
        <message>
            <source>Check the base URL, and whether the network asks to sign in first</source>
            <translation>请检查基础网址，以及网络是否要求先登录</translation>
        </message>
    </context>
    <context>
        <name>OAuthImport</name>
        <message>
            <source>The file %1 cannot be read</source>
            <translation>无法读取文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
        <message>
            <source>The file %1 is not a JSON object</source>
            <translation>文件 %1 不是 JSON 对象</translation>
        </message>
        <message>
            <source>Give the file that the sign-in wrote</source>
            <translation>请提供登录时写入的文件</translation>
        </message>
        <message>
            <source>The file %1 holds no token</source>
            <translation>文件 %1 中没有 token</translation>
        </message>
        <message>
            <source>It should have “access_token”, “refresh_token” and “expires_at”</source>
            <translation>其中应有“access_token”、“refresh_token”和“expires_at”</translation>
        </message>
        <message>
            <source>The folder %1 holds no profile</source>
            <translation>文件夹 %1 中没有配置文件</translation>
        </message>
        <message>
            <source>Sign in with the program that writes it, then import it</source>
            <translation>请用写入它的程序登录，然后再导入</translation>
        </message>
        <message>
            <source>The folder %1 does not tell which of its profiles is meant</source>
            <translation>文件夹 %1 未说明要用其中哪个配置文件</translation>
        </message>
        <message>
            <source>Give one of them, such as %1</source>
            <translation>请指定其中之一，例如 %1</translation>
        </message>
        <message>
            <source>The profile “%1” is not one of a person's sign-in</source>
            <translation>配置文件“%1”不是个人登录的配置</translation>
        </message>
        <message>
            <source>Import a profile whose type is user_oauth, or use a key</source>
            <translation>请导入类型为 user_oauth 的配置文件，或使用密钥</translation>
        </message>
        <message>
            <source>This takes over a sign-in of yours from another program: do it only if it is your own and its provider lets other programs use it. From then on Patchbay renews it, and the other program may have to sign in anew</source>
            <translation>这会接管您在另一个程序中的登录：仅当它属于您本人且其提供方允许其他程序使用时才这样做。此后由 Patchbay 续期，另一个程序可能需要重新登录</translation>
        </message>
        <message>
            <source>The file %1 is the sign-in of the claude program, which alone may use and renew it</source>
            <translation>文件 %1 是 claude 程序的登录信息，只有该程序可以使用并续期它</translation>
        </message>
        <message>
            <source>Add an account that runs this program: patchbay-cli accounts add --name NAME --kind claude_command</source>
            <translation>请添加运行该程序的账户：patchbay-cli accounts add --name NAME --kind claude_command</translation>
        </message>
        <message>
            <source>The file %1 is a sign-in, and does not tell how to renew it</source>
            <translation>文件 %1 是登录信息，但未说明如何续期</translation>
        </message>
        <message>
            <source>Give the provider's profile with --oauth-profile FILE</source>
            <translation>请用 --oauth-profile FILE 指定提供方的配置文件</translation>
        </message>
    </context>
    <context>
        <name>OAuthProfileText</name>
        <message>
            <source>The sign-in profile is wrong at “%1”</source>
            <translation>登录配置文件的“%1”处有误</translation>
        </message>
        <message>
            <source>Write a text there</source>
            <translation>此处请写文本</translation>
        </message>
        <message>
            <source>Write an address that begins with https://; plain http:// is for this machine alone</source>
            <translation>请写以 https:// 开头的地址；普通的 http:// 只能用于本机</translation>
        </message>
        <message>
            <source>Write an object of names and texts there</source>
            <translation>此处请写名称到文本的对象</translation>
        </message>
        <message>
            <source>Take it out: Patchbay sets that header itself</source>
            <translation>请删除它：该标头由 Patchbay 自行设置</translation>
        </message>
        <message>
            <source>Write one line of plain letters there</source>
            <translation>请在该处写一行普通字符</translation>
        </message>
        <message>
            <source>Write a list of words there</source>
            <translation>请在该处写一个单词列表</translation>
        </message>
        <message>
            <source>Write “%1” or “%2” there</source>
            <translation>请在该处写“%1”或“%2”</translation>
        </message>
        <message>
            <source>The sign-in profile is not a JSON object</source>
            <translation>登录配置文件不是 JSON 对象</translation>
        </message>
        <message>
            <source>Write an object with “name”, “authorize_url”, “token_url” and “client_id”</source>
            <translation>请写一个包含“name”、“authorize_url”、“token_url”和“client_id”的对象</translation>
        </message>
        <message>
            <source>The sign-in profile %1 cannot be read</source>
            <translation>无法读取登录配置文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
        <message>
            <source>Write the address where a person signs in</source>
            <translation>请写明用户登录的地址</translation>
        </message>
        <message>
            <source>Write the id that the provider gave you</source>
            <translation>请写明提供方给您的标识</translation>
        </message>
    </context>
    <context>
        <name>OAuthTokenText</name>
        <message>
            <source>The provider ended this sign-in</source>
            <translation>提供方已结束此登录</translation>
        </message>
        <message>
            <source>Sign in again</source>
            <translation>请重新登录</translation>
        </message>
        <message>
            <source>The provider does not accept the sign-in profile (%1)</source>
            <translation>提供方不接受此登录配置文件（%1）</translation>
        </message>
        <message>
            <source>Correct the profile, then sign in again</source>
            <translation>请更正配置文件，然后重新登录</translation>
        </message>
        <message>
            <source>The token address sends elsewhere, which is not followed</source>
            <translation>token 地址重定向到别处，不会跟随</translation>
        </message>
        <message>
            <source>Check the network, and the address in the profile</source>
            <translation>请检查网络以及配置文件中的地址</translation>
        </message>
        <message>
            <source>The provider cannot renew the sign-in now (status %1)</source>
            <translation>提供方目前无法续期登录（状态 %1）</translation>
        </message>
        <message>
            <source>Wait a moment, then try again</source>
            <translation>请稍候重试</translation>
        </message>
        <message>
            <source>The provider's answer holds no token that can be used</source>
            <translation>提供方的应答中没有可用的 token</translation>
        </message>
        <message>
            <source>Check the token address in the profile, then try again</source>
            <translation>请检查配置文件中的 token 地址，然后重试</translation>
        </message>
        <message>
            <source>What is kept of the sign-in cannot be read</source>
            <translation>无法读取已保存的登录信息</translation>
        </message>
    </context>
    <context>
        <name>OwnClientText</name>
        <message>
            <source>The token file %1 cannot be written</source>
            <translation>无法写入 token 文件 %1</translation>
        </message>
        <message>
            <source>Check that its folder is yours and the disk is not full, or set PATCHBAY_TOKEN</source>
            <translation>请检查其文件夹属于您且磁盘未满，或设置 PATCHBAY_TOKEN</translation>
        </message>
        <message>
            <source>%1 is no token</source>
            <translation>%1 不是 token</translation>
        </message>
        <message>
            <source>Set it to letters, digits and signs without spaces, or unset it</source>
            <translation>请设为不含空格的字母、数字和符号，或取消设置</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountArchive</name>
        <message>
            <source>There is no account to export</source>
            <translation>没有可导出的账户</translation>
        </message>
        <message>
            <source>Accounts of the environment stay where they are</source>
            <translation>来自环境变量的账户仍保留在原处</translation>
        </message>
        <message>
            <source>The passphrase is empty</source>
            <translation>口令为空</translation>
        </message>
        <message>
            <source>Choose one that nobody guesses: it opens all the keys</source>
            <translation>请选择无人能猜到的口令：它能打开所有密钥</translation>
        </message>
        <message>
            <source>“%1” is an account of another kind here</source>
            <translation>此处的“%1”是另一种账户</translation>
        </message>
        <message>
            <source>Rename or remove it, then restore again</source>
            <translation>请先重命名或移除它，再恢复</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountCheck</name>
        <message>
            <source>the account's command</source>
            <translation>该账户的命令</translation>
        </message>
        <message>
            <source>the environment</source>
            <translation>环境变量</translation>
        </message>
        <message>
            <source>the claude program</source>
            <translation>claude 程序</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountChoice</name>
        <message>
            <source>All accounts</source>
            <translation>全部账户</translation>
        </message>
        <message>
            <source>Allowed accounts</source>
            <translation>允许的账户</translation>
        </message>
        <message>
            <source>an account that was removed</source>
            <translation>已移除的账户</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountDetails</name>
        <message>
            <source>No limits are known yet; answers tell them.</source>
            <translation>尚不知道任何限额；收到回答后便会知道。</translation>
        </message>
        <message>
            <source>Limits of “%1”</source>
            <translation>“%1”的限额</translation>
        </message>
        <message>
            <source>%1 models rest until %2, %3: %4</source>
            <translation>%1 系列模型休息至 %2，%3：%4</translation>
        </message>
        <message>
            <source>%1 models rest until one answers: %2</source>
            <translation>%1 系列模型休息，直到其中一个能够回答：%2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountForm</name>
        <message>
            <source>Account name</source>
            <translation>账户名称</translation>
        </message>
        <message>
            <source>work</source>
            <translation>工作</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>More options</source>
            <translation>更多选项</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Add account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>It goes into %1 and nowhere else.</source>
            <translation>密钥只会存入%1，不会存到别处。</translation>
        </message>
        <message>
            <source>Edit account</source>
            <translation>编辑账户</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>Kind of account</source>
            <translation>账户类型</translation>
        </message>
        <message>
            <source>Claude subscription</source>
            <translation>Claude 订阅</translation>
        </message>
        <message>
            <source>Configuration folder</source>
            <translation>配置文件夹</translation>
        </message>
        <message>
            <source>one of its own</source>
            <translation>使用单独的文件夹</translation>
        </message>
        <message>
            <source>Token of claude setup-token</source>
            <translation>claude setup-token 的 token</translation>
        </message>
        <message>
            <source>none: the program signs in itself</source>
            <translation>无：由程序自行登录</translation>
        </message>
        <message>
            <source>It signs in with the provider; there is no key to type.</source>
            <translation>它通过提供方登录，无需输入密钥。</translation>
        </message>
        <message>
            <source>Leave it empty to keep how it signs in.</source>
            <translation>留空则保持现有的登录方式。</translation>
        </message>
        <message>
            <source>Leave it empty to keep the key that is in %1. A new one takes its place once it has answered.</source>
            <translation>留空则保留 %1 中的密钥。新密钥得到回答后才会取代它。</translation>
        </message>
        <message>
            <source>A token goes into %1. Without one the claude program on this machine signs in to the folder below.</source>
            <translation>token 存入 %1。如果没有 token，则由本机的 claude 程序在下面的文件夹中登录。</translation>
        </message>
        <message>
            <source>There is a key and a key command</source>
            <translation>同时给出了密钥和密钥命令</translation>
        </message>
        <message>
            <source>Give one of them</source>
            <translation>请只给出其中一个</translation>
        </message>
        <message>
            <source>There is neither a key nor a key command</source>
            <translation>既没有密钥，也没有密钥命令</translation>
        </message>
        <message>
            <source>API with a key</source>
            <translation>API（使用密钥）</translation>
        </message>
        <message>
            <source>OAuth sign-in</source>
            <translation>OAuth 登录</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountManagerDialog</name>
        <message>
            <source>Accounts</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>Add account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>List of accounts</source>
            <translation>账户列表</translation>
        </message>
        <message>
            <source>No account yet. Add one with its API key, or import a .env file.</source>
            <translation>还没有账户。请用 API 密钥添加，或导入 .env 文件。</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Disable</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove it</source>
            <translation>确认移除</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Enable</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>“%1” works: its key, account and network are well.</source>
            <translation>“%1”可用：密钥、账户和网络均正常。</translation>
        </message>
        <message>
            <source>“%1”: %2</source>
            <translation>“%1”：%2</translation>
        </message>
        <message>
            <source>Remove “%1”? Its key leaves %2 for good; its history stays.</source>
            <translation>要移除“%1”吗？其密钥将从%2中永久删除；历史会保留。</translation>
        </message>
        <message>
            <source>“%1” was removed.</source>
            <translation>已移除“%1”。</translation>
        </message>
        <message>
            <source>Drag a row, or press Alt+Up or Alt+Down, to change its priority</source>
            <translation>拖动一行，或按 Alt+Up、Alt+Down，即可更改其优先级</translation>
        </message>
        <message>
            <source>Probe now</source>
            <translation>立即探测</translation>
        </message>
        <message>
            <source>The new key of “%1” answered and has taken the old one's place.</source>
            <translation>“%1”的新密钥已得到回答，并取代了旧密钥。</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>恢复…</translation>
        </message>
        <message>
            <source>Sign in again</source>
            <translation>请重新登录</translation>
        </message>
        <message>
            <source>“%1” is signed in.</source>
            <translation>“%1”已登录。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountOptions</name>
        <message>
            <source>Base URL</source>
            <translation>基础网址</translation>
        </message>
        <message>
            <source>Proxy</source>
            <translation>代理</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>May be used by</source>
            <translation>允许使用者</translation>
        </message>
        <message>
            <source>Key command</source>
            <translation>密钥命令</translation>
        </message>
        <message>
            <source>a command that prints the key, in place of one</source>
            <translation>输出密钥的命令，用来代替密钥</translation>
        </message>
        <message>
            <source>https://api.anthropic.com</source>
            <translation>https://api.anthropic.com</translation>
        </message>
        <message>
            <source>as the system says</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>all; or ids separated by commas</source>
            <translation>全部；或以逗号分隔的 id</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>Accounts with a lower number are used first</source>
            <translation>数字小的账户优先使用</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Answers at once</source>
            <translation>同时回答数</translation>
        </message>
        <message>
            <source>Reminder after days</source>
            <translation>提醒间隔（天）</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
        <message>
            <source>When to be reminded to replace the key</source>
            <translation>何时提醒更换密钥</translation>
        </message>
        <message>
            <source>This window</source>
            <translation>此窗口</translation>
        </message>
        <message>
            <source>The command line</source>
            <translation>命令行</translation>
        </message>
        <message>
            <source>The local endpoint</source>
            <translation>本地端点</translation>
        </message>
        <message>
            <source>I know, and answer for it</source>
            <translation>我已了解并为此负责</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountStore</name>
        <message>
            <source>The demo account cannot be changed</source>
            <translation>演示账户不能修改</translation>
        </message>
        <message>
            <source>“%1” comes from the environment</source>
            <translation>“%1”来自环境变量</translation>
        </message>
        <message>
            <source>Add an account of your own</source>
            <translation>请添加您自己的账户</translation>
        </message>
        <message>
            <source>Change the variable it comes from, and start Patchbay anew</source>
            <translation>请修改对应的环境变量并重新启动 Patchbay</translation>
        </message>
        <message>
            <source>The account has both a key and a key command</source>
            <translation>该账户同时有密钥和密钥命令</translation>
        </message>
        <message>
            <source>Give one of them</source>
            <translation>请只给出其中一个</translation>
        </message>
        <message>
            <source>“%1” is removed, but its key is still in %2: %3</source>
            <translation>已移除“%1”，但其密钥仍在%2中：%3</translation>
        </message>
        <message>
            <source>Nobody has signed in yet</source>
            <translation>尚未登录</translation>
        </message>
        <message>
            <source>“%1” has a key and no sign-in</source>
            <translation>“%1”使用密钥，没有登录</translation>
        </message>
        <message>
            <source>Replace its key instead</source>
            <translation>请改为更换其密钥</translation>
        </message>
        <message>
            <source>The profile of “%1” does not tell where to sign in</source>
            <translation>“%1”的配置文件未说明在何处登录</translation>
        </message>
        <message>
            <source>Sign in with the program it came from, then import it again</source>
            <translation>请用原来的程序登录，然后重新导入</translation>
        </message>
        <message>
            <source>Sign-ins are not renewed in this run</source>
            <translation>本次运行不续期登录</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountTransfers</name>
        <message>
            <source>Import accounts</source>
            <translation>导入账户</translation>
        </message>
        <message>
            <source>Accounts (*.env .env *.json)</source>
            <translation>账户 (*.env .env *.json)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) imported.</source>
            <translation>
                <numerusform>已导入 %n 个账户。</numerusform>
            </translation>
        </message>
        <message>
            <source>Export accounts</source>
            <translation>导出账户</translation>
        </message>
        <message>
            <source>Restore accounts</source>
            <translation>恢复账户</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsAdd</name>
        <message>
            <source>Accounts of the kind “%1” cannot be added by this version</source>
            <translation>此版本不能添加“%1”类型的账户</translation>
        </message>
        <message>
            <source>API key (not shown): </source>
            <translation>API 密钥（不显示）：</translation>
        </message>
        <message>
            <source>Account “%1” added; its command is asked for the key.</source>
            <translation>已添加账户“%1”；密钥将由其命令提供。</translation>
        </message>
        <message>
            <source>Account “%1” added; its key is in %2.</source>
            <translation>已添加账户“%1”；密钥存于%2。</translation>
        </message>
        <message>
            <source>An account that signs in needs the profile of its provider</source>
            <translation>需要登录的账户要有其提供方的配置文件</translation>
        </message>
        <message>
            <source>Give it with --profile FILE, and no key</source>
            <translation>请用 --profile FILE 指定，且不要给密钥</translation>
        </message>
        <message>
            <source>Account “%1” added.</source>
            <translation>账户“%1”已添加。</translation>
        </message>
        <message>
            <source>Account “%1” is signed in.</source>
            <translation>账户“%1”已登录。</translation>
        </message>
        <message>
            <source>Nobody signed in to “%1”. Do it later with: patchbay-cli accounts login NAME</source>
            <translation>尚未登录“%1”。稍后可用以下命令登录：patchbay-cli accounts login NAME</translation>
        </message>
        <message>
            <source>Use --kind api_key, oauth or claude_command</source>
            <translation>请用 --kind api_key、oauth 或 claude_command</translation>
        </message>
        <message>
            <source>The folder %1 is not there</source>
            <translation>文件夹 %1 不存在</translation>
        </message>
        <message>
            <source>Leave --config-dir out to have one made, or give one that is there</source>
            <translation>请不写 --config-dir 以新建一个，或给出已有的文件夹</translation>
        </message>
        <message>
            <source>Account “%1” added; its token is in %2 and ends on %3.</source>
            <translation>账户“%1”已添加；其 token 在%2中，于 %3 到期。</translation>
        </message>
        <message>
            <source>Account “%1” added. %2</source>
            <translation>账户“%1”已添加。%2</translation>
        </message>
        <message>
            <source>Account “%1” added; its claude program is signed in.</source>
            <translation>账户“%1”已添加；其 claude 程序已登录。</translation>
        </message>
        <message>
            <source>Account “%1” added. Sign in with: patchbay-cli accounts login %1</source>
            <translation>账户“%1”已添加。登录请运行：patchbay-cli accounts login %1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsArchive</name>
        <message>
            <source>The passphrase is empty</source>
            <translation>口令为空</translation>
        </message>
        <message>
            <source>Type one, or give a file with one: --passphrase-file FILE</source>
            <translation>请输入口令，或给出含口令的文件：--passphrase-file FILE</translation>
        </message>
        <message>
            <source>The passphrase file %1 cannot be read</source>
            <translation>无法读取口令文件 %1</translation>
        </message>
        <message>
            <source>Check its name, and that it is yours</source>
            <translation>请检查文件名，并确认文件属于您</translation>
        </message>
        <message>
            <source>Passphrase (not shown): </source>
            <translation>口令（不显示）：</translation>
        </message>
        <message>
            <source>The same once more: </source>
            <translation>请再输入一次：</translation>
        </message>
        <message>
            <source>The two passphrases differ</source>
            <translation>两次输入的口令不同</translation>
        </message>
        <message>
            <source>Type the same one twice</source>
            <translation>请两次输入相同的口令</translation>
        </message>
        <message>
            <source>The key of “%1” is not in %2, so the file has the account without it.</source>
            <translation>“%1”的密钥不在%2中，因此文件中的该账户不含密钥。</translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) exported to %1. Without the passphrase nobody can restore them.</source>
            <translation>
                <numerusform>已将 %n 个账户导出到 %1。没有口令，任何人都无法恢复它们。</numerusform>
            </translation>
        </message>
        <message>
            <source>Restored: %1</source>
            <translation>已恢复：%1</translation>
        </message>
        <message>
            <source>Replaced: %1</source>
            <translation>已替换：%1</translation>
        </message>
        <message>
            <source>Left as they are, for they are here already: %1 (--replace replaces them)</source>
            <translation>已存在，保持不变：%1（--replace 可替换它们）</translation>
        </message>
        <message>
            <source>“%1” could not be restored: %2</source>
            <translation>无法恢复“%1”：%2</translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) restored.</source>
            <translation>
                <numerusform>已恢复 %n 个账户。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsCheck</name>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsEdit</name>
        <message>
            <source>Account “%1” changed.</source>
            <translation>已修改账户“%1”。</translation>
        </message>
        <message>
            <source>There is nothing to change</source>
            <translation>没有要修改的内容</translation>
        </message>
        <message>
            <source>See the flags with: patchbay-cli accounts edit --help</source>
            <translation>查看可用选项：patchbay-cli accounts edit --help</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsImport</name>
        <message numerus="yes">
            <source>%n account(s) imported.</source>
            <translation>
                <numerusform>已导入 %n 个账户。</numerusform>
            </translation>
        </message>
        <message>
            <source>If that is so, add --accept-notice</source>
            <translation>如果情况如此，请加上 --accept-notice</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsList</name>
        <message>
            <source>No account yet. Add one with: patchbay-cli accounts add --name NAME</source>
            <translation>还没有账户。添加方法：patchbay-cli accounts add --name 名称</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>并发</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>until %1: %2</source>
            <translation>至 %1：%2</translation>
        </message>
        <message>
            <source>until %1</source>
            <translation>至 %1</translation>
        </message>
        <message>
            <source>%1 rests until %2: %3</source>
            <translation>%1 暂停至 %2：%3</translation>
        </message>
        <message>
            <source>%1 rests: %2</source>
            <translation>%1 暂停：%2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsLogin</name>
        <message>
            <source>“%1” has a key and no sign-in</source>
            <translation>“%1”使用密钥，没有登录</translation>
        </message>
        <message>
            <source>Replace its key with: patchbay-cli accounts rotate NAME</source>
            <translation>请用以下命令更换其密钥：patchbay-cli accounts rotate NAME</translation>
        </message>
        <message>
            <source>Account “%1” is signed in.</source>
            <translation>账户“%1”已登录。</translation>
        </message>
        <message>
            <source>“%1” is signed in with the claude program.</source>
            <translation>“%1”已用 claude 程序登录。</translation>
        </message>
        <message>
            <source>Token of “claude setup-token” (not shown): </source>
            <translation>“claude setup-token”的 token（不显示）：</translation>
        </message>
        <message>
            <source>The token of “%1” is replaced.</source>
            <translation>“%1”的 token 已替换。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsModel</name>
        <message>
            <source>Testing…</source>
            <translation>正在测试…</translation>
        </message>
        <message>
            <source>answers without an account</source>
            <translation>无需账户即可回答</translation>
        </message>
        <message>
            <source>key from the environment</source>
            <translation>密钥来自环境变量</translation>
        </message>
        <message>
            <source>key from a command</source>
            <translation>密钥来自命令</translation>
        </message>
        <message numerus="yes">
            <source>key from %1, %n day(s) old</source>
            <translation>
                <numerusform>密钥来自%1，已有 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>key from %1</source>
            <translation>密钥来自%1</translation>
        </message>
        <message>
            <source>%1 / %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>In flight</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>key from %1, new today</source>
            <translation>密钥来自%1，今天新增</translation>
        </message>
        <message>
            <source>rests until %1, %2</source>
            <translation>休息至 %1，%2</translation>
        </message>
        <message>
            <source>%1; rests until %2, %3</source>
            <translation>%1；休息至 %2，%3</translation>
        </message>
        <message>
            <source>%1 models rest until %2, %3</source>
            <translation>%1 系列模型休息至 %2，%3</translation>
        </message>
        <message>
            <source>%1 models rest: %2</source>
            <translation>%1 系列模型正在休息：%2</translation>
        </message>
        <message>
            <source>signs in with the claude program</source>
            <translation>通过 claude 程序登录</translation>
        </message>
        <message>
            <source>a new key waits for its first answer</source>
            <translation>新密钥正在等待首次回答</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsProbe</name>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1: answers, but is disabled</source>
            <translation>%1：有应答，但已停用</translation>
        </message>
        <message>
            <source>%1: answers</source>
            <translation>%1：有应答</translation>
        </message>
        <message>
            <source>%1: answers, and takes part again</source>
            <translation>%1：有应答，重新参与分配</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsRotate</name>
        <message>
            <source>New API key (not shown; empty: the one that waits): </source>
            <translation>新 API 密钥（不显示；留空则用等待中的密钥）：</translation>
        </message>
        <message>
            <source>New API key (not shown): </source>
            <translation>新 API 密钥（不显示）：</translation>
        </message>
        <message>
            <source>Account “%1” uses its new key.</source>
            <translation>账户“%1”已启用新密钥。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsSwitch</name>
        <message>
            <source>Account “%1” removed; its history stays.</source>
            <translation>已移除账户“%1”；其历史保留。</translation>
        </message>
        <message>
            <source>Account “%1” enabled.</source>
            <translation>已启用账户“%1”。</translation>
        </message>
        <message>
            <source>Account “%1” disabled.</source>
            <translation>已停用账户“%1”。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AccountsVerb</name>
        <message>
            <source>There is no account “%1”</source>
            <translation>没有名为“%1”的账户</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli accounts list</source>
            <translation>查看名称：patchbay-cli accounts list</translation>
        </message>
        <message>
            <source>No account yet</source>
            <translation>还没有账户</translation>
        </message>
        <message>
            <source>Add one with: patchbay-cli accounts add --name NAME</source>
            <translation>添加方法：patchbay-cli accounts add --name 名称</translation>
        </message>
        <message>
            <source>%1: disabled</source>
            <translation>%1：已停用</translation>
        </message>
        <message>
            <source>All accounts are disabled</source>
            <translation>所有账户都已停用</translation>
        </message>
        <message>
            <source>Enable one with: patchbay-cli accounts enable NAME</source>
            <translation>启用一个账户：patchbay-cli accounts enable NAME</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertList</name>
        <message>
            <source>Snooze all alerts</source>
            <translation>暂停所有提醒</translation>
        </message>
        <message>
            <source>Snooze all</source>
            <translation>全部暂停</translation>
        </message>
        <message>
            <source>End the snooze</source>
            <translation>结束暂停</translation>
        </message>
        <message>
            <source>Snooze</source>
            <translation>稍后提醒</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>自 %1 起</translation>
        </message>
        <message>
            <source>%1, snoozed until %2</source>
            <comment>since when, until when</comment>
            <translation>%1，暂停至 %2</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>查看</translation>
        </message>
        <message>
            <source>Show: %1</source>
            <translation>查看：%1</translation>
        </message>
        <message>
            <source>Snooze: %1</source>
            <translation>稍后提醒：%1</translation>
        </message>
        <message>
            <source>Nothing new is told until %1.</source>
            <translation>在 %1 之前不再提醒新情况。</translation>
        </message>
        <message>
            <source>There is nothing to warn of.</source>
            <translation>目前没有需要提醒的情况。</translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) to look at.</source>
            <translation>
                <numerusform>有 %n 项需要留意。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertPresenter</name>
        <message>
            <source>Show accounts</source>
            <translation>查看账户</translation>
        </message>
        <message>
            <source>Show usage</source>
            <translation>查看用量</translation>
        </message>
        <message>
            <source>Snooze for 1 hour</source>
            <translation>1 小时后再提醒</translation>
        </message>
        <message numerus="yes">
            <source>%n more…</source>
            <translation>
                <numerusform>还有 %n 条…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertWatcher</name>
        <message>
            <source>No webhook is set up</source>
            <translation>未设置 Webhook</translation>
        </message>
        <message>
            <source>Enter its address first</source>
            <translation>请先输入其地址</translation>
        </message>
        <message>
            <source>This is a test of Patchbay's alerts.</source>
            <translation>这是 Patchbay 提醒的测试消息。</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AlertsDialog</name>
        <message>
            <source>Alerts</source>
            <translation>提醒</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>Tell me when</source>
            <translation>何时提醒我</translation>
        </message>
        <message>
            <source>And where</source>
            <translation>以何种方式</translation>
        </message>
        <message>
            <source>A budget is nearly spent, and when it is spent</source>
            <translation>预算即将用完，以及用完时</translation>
        </message>
        <message>
            <source> %</source>
            <translation> %</translation>
        </message>
        <message>
            <source>Share of the budget</source>
            <translation>预算已用比例</translation>
        </message>
        <message>
            <source>A limit of hours or days is nearly used up</source>
            <translation>按小时或按天的限额即将用完</translation>
        </message>
        <message>
            <source>Share of the limit</source>
            <translation>限额已用比例</translation>
        </message>
        <message>
            <source>A limit or budget soon runs out at this pace</source>
            <translation>按当前速度限额或预算很快会用完</translation>
        </message>
        <message>
            <source> min</source>
            <translation> 分钟</translation>
        </message>
        <message>
            <source>Minutes before</source>
            <translation>提前分钟数</translation>
        </message>
        <message>
            <source>More requests fail than usual</source>
            <translation>失败的请求多于平常</translation>
        </message>
        <message>
            <source> points</source>
            <translation> 个百分点</translation>
        </message>
        <message>
            <source>Points more</source>
            <translation>高出的百分点</translation>
        </message>
        <message>
            <source>An account needs a sign-in or a new key</source>
            <translation>账户需要登录或更换密钥</translation>
        </message>
        <message>
            <source>As notifications of the desktop while the window is not in front</source>
            <translation>窗口不在前台时以桌面通知显示</translation>
        </message>
        <message>
            <source>Webhook</source>
            <translation>Webhook</translation>
        </message>
        <message>
            <source>Send a test</source>
            <translation>发送测试</translation>
        </message>
        <message>
            <source>Each alert is posted there as JSON, once. Empty for none.</source>
            <translation>每条提醒以 JSON 发送到该地址一次。留空则不发送。</translation>
        </message>
        <message>
            <source>Enter an https address, or http on this machine.</source>
            <translation>请输入 https 地址，或本机的 http 地址。</translation>
        </message>
        <message>
            <source>Alerts are posted nowhere.</source>
            <translation>提醒不会发送到任何地址。</translation>
        </message>
        <message>
            <source>Alerts are posted there from now on.</source>
            <translation>从现在起提醒会发送到该地址。</translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>正在发送…</translation>
        </message>
        <message>
            <source>The test has arrived.</source>
            <translation>测试消息已送达。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ArchiveDialog</name>
        <message>
            <source>Export accounts</source>
            <translation>导出账户</translation>
        </message>
        <message>
            <source>Restore accounts</source>
            <translation>恢复账户</translation>
        </message>
        <message>
            <source>The accounts and their keys go into “%1”, sealed with a passphrase. Without it nobody can restore them.</source>
            <translation>账户及其密钥将存入“%1”，并用口令密封。没有口令，任何人都无法恢复。</translation>
        </message>
        <message>
            <source>The accounts of “%1” are added. Those that are here already stay as they are.</source>
            <translation>将添加“%1”中的账户。已存在的账户保持不变。</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>The same once more</source>
            <translation>再次输入</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>The passphrase is empty. Type one.</source>
            <translation>口令为空。请输入口令。</translation>
        </message>
        <message>
            <source>The two passphrases differ. Type the same one twice.</source>
            <translation>两次输入的口令不同。请输入两次相同的口令。</translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) exported.</source>
            <translation>
                <numerusform>已导出 %n 个账户。</numerusform>
            </translation>
        </message>
        <message>
            <source>The key of “%1” is not in %2, so the file has the account without it.</source>
            <translation>“%1”的密钥不在%2中，因此文件中的该账户不含密钥。</translation>
        </message>
        <message>
            <source>“%1” could not be restored: %2</source>
            <translation>无法恢复“%1”：%2</translation>
        </message>
        <message numerus="yes">
            <source>%n account(s) restored.</source>
            <translation>
                <numerusform>已恢复 %n 个账户。</numerusform>
            </translation>
        </message>
        <message>
            <source>Left as they are, for they are here already: %1</source>
            <translation>已存在而保持不变：%1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::AttachmentBar</name>
        <message>
            <source>Remove attachment %1</source>
            <translation>移除附件 %1</translation>
        </message>
        <message>
            <source>%1
Click or press Delete to remove it</source>
            <translation>%1
点击或按 Delete 键移除</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::BudgetFields</name>
        <message>
            <source>Budget per day, in US dollars</source>
            <translation>每日预算（美元）</translation>
        </message>
        <message>
            <source>Budget per month, in US dollars</source>
            <translation>每月预算（美元）</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Never pass it</source>
            <translation>绝不超出</translation>
        </message>
        <message>
            <source>Nothing is sent that might cost more than is left. Without this you are told when the budget is reached.</source>
            <translation>不会发送可能超出余额的请求。不勾选时，达到预算会提醒您。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::BudgetStore</name>
        <message>
            <source>A budget needs an amount and what it is for</source>
            <translation>预算需要金额和对象</translation>
        </message>
        <message>
            <source>Give both</source>
            <translation>请两者都填写</translation>
        </message>
        <message>
            <source>There is no such budget</source>
            <translation>没有这样的预算</translation>
        </message>
        <message>
            <source>See which there are: patchbay-cli budgets list</source>
            <translation>查看已有的预算：patchbay-cli budgets list</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::BudgetsCommand</name>
        <message>
            <source>never passed</source>
            <translation>绝不超出</translation>
        </message>
        <message>
            <source>warns</source>
            <translation>提醒</translation>
        </message>
        <message>
            <source>No budget yet. Set one with: patchbay-cli budgets set --scope all --period month --usd 25</source>
            <translation>还没有预算。设置方法：patchbay-cli budgets set --scope all --period month --usd 25</translation>
        </message>
        <message>
            <source>Scope</source>
            <translation>范围</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>周期</translation>
        </message>
        <message>
            <source>USD</source>
            <translation>美元</translation>
        </message>
        <message>
            <source>Spent</source>
            <translation>已花费</translation>
        </message>
        <message>
            <source>Set aside</source>
            <translation>已预留</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Begins anew</source>
            <translation>重新开始</translation>
        </message>
        <message>
            <source>“%1” is no period</source>
            <translation>“%1”不是周期</translation>
        </message>
        <message>
            <source>Use --period day or month</source>
            <translation>请使用 --period day 或 month</translation>
        </message>
        <message>
            <source>“%1” is no scope</source>
            <translation>“%1”不是范围</translation>
        </message>
        <message>
            <source>Use --scope all, account:NAME or client:NAME</source>
            <translation>请使用 --scope all、account:NAME 或 client:NAME</translation>
        </message>
        <message>
            <source>There is no account “%1”</source>
            <translation>没有名为“%1”的账户</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli accounts list</source>
            <translation>查看名称：patchbay-cli accounts list</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::BudgetsDialog</name>
        <message>
            <source>Budgets</source>
            <translation>预算</translation>
        </message>
        <message>
            <source>No budget yet. Set one below: you are told when it is reached, or nothing is sent that might pass it.</source>
            <translation>还没有预算。请在下方设置：达到时会提醒您，或者不发送任何可能超出预算的请求。</translation>
        </message>
        <message>
            <source>Budget of</source>
            <translation>预算对象</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>周期</translation>
        </message>
        <message>
            <source>US dollars</source>
            <translation>美元</translation>
        </message>
        <message>
            <source>Never pass it</source>
            <translation>绝不超出</translation>
        </message>
        <message>
            <source>Nothing is sent that might cost more than is left. Without this you are told when the budget is reached.</source>
            <translation>不会发送可能超出余额的请求。不勾选时，达到预算会提醒您。</translation>
        </message>
        <message>
            <source>Save budget</source>
            <translation>保存预算</translation>
        </message>
        <message>
            <source>Remove budget</source>
            <translation>移除预算</translation>
        </message>
        <message>
            <source>All accounts together</source>
            <translation>所有账户合计</translation>
        </message>
        <message>
            <source>Client: this window</source>
            <translation>客户端：此窗口</translation>
        </message>
        <message>
            <source>Client: the command line</source>
            <translation>客户端：命令行</translation>
        </message>
        <message>
            <source>Client: %1</source>
            <translation>客户端：%1</translation>
        </message>
        <message>
            <source>%1: %2 a day from now on.</source>
            <translation>%1：从现在起每天 %2。</translation>
        </message>
        <message>
            <source>%1: %2 a month from now on.</source>
            <translation>%1：从现在起每月 %2。</translation>
        </message>
        <message>
            <source>The budget is removed.</source>
            <translation>预算已移除。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::BudgetsModel</name>
        <message>
            <source>Each day</source>
            <translation>每天</translation>
        </message>
        <message>
            <source>Each month</source>
            <translation>每月</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>never passed</source>
            <translation>绝不超出</translation>
        </message>
        <message>
            <source>warns</source>
            <translation>提醒</translation>
        </message>
        <message>
            <source>%1 is set aside for requests under way</source>
            <translation>已为进行中的请求预留 %1</translation>
        </message>
        <message>
            <source>Budget of</source>
            <translation>预算对象</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>周期</translation>
        </message>
        <message>
            <source>Used</source>
            <translation>已用</translation>
        </message>
        <message>
            <source>Spent</source>
            <translation>已花费</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>剩余</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Begins anew</source>
            <translation>重新开始</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChartLegend</name>
        <message>
            <source>Show or hide %1</source>
            <translation>显示或隐藏 %1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChatCommand</name>
        <message>
            <source>--no-save and --continue exclude each other</source>
            <translation>--no-save 与 --continue 不能同时使用</translation>
        </message>
        <message>
            <source>Leave one of them out</source>
            <translation>请去掉其中一个</translation>
        </message>
        <message>
            <source>There is no account “%1”</source>
            <translation>没有名为“%1”的账户</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli accounts list</source>
            <translation>查看名称：patchbay-cli accounts list</translation>
        </message>
        <message>
            <source>There is nothing to send</source>
            <translation>没有可发送的内容</translation>
        </message>
        <message>
            <source>Give a prompt as an argument or on standard input</source>
            <translation>请通过参数或标准输入给出提示词</translation>
        </message>
        <message>
            <source>Write a message and press Enter; Ctrl+C stops an answer, Ctrl+D ends.</source>
            <translation>输入消息并按回车；Ctrl+C 停止回答，Ctrl+D 结束。</translation>
        </message>
        <message>
            <source>No API key found</source>
            <translation>未找到 API 密钥</translation>
        </message>
        <message>
            <source>Set CLAUDE_API_KEY or ANTHROPIC_API_KEY, or add an account with “patchbay-cli accounts add” or in the window</source>
            <translation>请设置 CLAUDE_API_KEY 或 ANTHROPIC_API_KEY，或用“patchbay-cli accounts add”或在窗口中添加账户</translation>
        </message>
        <message>
            <source>“%1” is not allowed on the command line</source>
            <translation>“%1”不允许在命令行使用</translation>
        </message>
        <message>
            <source>Allow it with: patchbay-cli accounts edit %1 --allow %2</source>
            <translation>如要允许：patchbay-cli accounts edit %1 --allow %2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChatHeader</name>
        <message>
            <source>not for the window: change that in Accounts</source>
            <translation>不供窗口使用：可在“账户”中更改</translation>
        </message>
        <message>
            <source>disabled: enable it in Accounts</source>
            <translation>已停用：可在“账户”中启用</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>state and its reason</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>%1
Click to change it (F2)</source>
            <translation>%1
点击可更改（F2）</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>the account that suits best at the moment</source>
            <translation>当前最合适的账户</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChatPane</name>
        <message>
            <source>Transcript</source>
            <translation>对话内容</translation>
        </message>
        <message>
            <source>New chat</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>An answer is on its way. Stop it first, or wait until it is complete.</source>
            <translation>正在接收回答。请先停止，或等待其完成。</translation>
        </message>
        <message>
            <source>There is no account yet to send this with. Your message stays here.</source>
            <translation>还没有可用来发送的账户。您的消息会留在这里。</translation>
        </message>
        <message>
            <source>Add account…</source>
            <translation>添加账户…</translation>
        </message>
        <message>
            <source>Try the demo</source>
            <translation>试用演示</translation>
        </message>
        <message>
            <source>Open %1 outside of Patchbay?</source>
            <translation>在 Patchbay 之外打开 %1？</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Copy the address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Patchbay opens only web and mail links. This one is %1</source>
            <translation>Patchbay 只打开网页和邮件链接。此链接是 %1</translation>
        </message>
        <message>
            <source>Continue exactly where you stopped.</source>
            <translation>请从中断处继续。</translation>
        </message>
        <message>
            <source>Show accounts</source>
            <translation>显示账户</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChatTurn</name>
        <message>
            <source>The message to answer is not there</source>
            <translation>要回答的消息不存在</translation>
        </message>
        <message>
            <source>Open the conversation again</source>
            <translation>请重新打开对话</translation>
        </message>
        <message>
            <source>There is nothing to send</source>
            <translation>没有可发送的内容</translation>
        </message>
        <message>
            <source>Write a message first</source>
            <translation>请先写一条消息</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChatsCommand</name>
        <message>
            <source>No conversation yet. Begin one with: patchbay-cli chat "Hello"</source>
            <translation>还没有对话。开始对话：patchbay-cli chat "你好"</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>更新时间</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>没有找到。</translation>
        </message>
        <message>
            <source>--format does not know “%1”</source>
            <translation>--format 不认识“%1”</translation>
        </message>
        <message>
            <source>Use md, json or html</source>
            <translation>请使用 md、json 或 html</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ChunkedVault</name>
        <message>
            <source>The key in %1 is incomplete</source>
            <translation>%1中的密钥不完整</translation>
        </message>
        <message>
            <source>Enter the key of this account again</source>
            <translation>请重新输入此账户的密钥</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClaudeLogin</name>
        <message>
            <source>The sign-in did not succeed. Press Enter to close this window.</source>
            <translation>登录没有成功。按回车键关闭此窗口。</translation>
        </message>
        <message>
            <source>Nobody signed in</source>
            <translation>没有人登录</translation>
        </message>
        <message>
            <source>Begin again when you have time for it</source>
            <translation>有时间时请重新开始</translation>
        </message>
        <message>
            <source>The sign-in of the claude program did not succeed</source>
            <translation>claude 程序的登录没有成功</translation>
        </message>
        <message>
            <source>Read what it said in the terminal, and begin again</source>
            <translation>请看它在终端中说了什么，然后重新开始</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientForm</name>
        <message>
            <source>Client name</source>
            <translation>客户端名称</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>May use</source>
            <translation>可以使用</translation>
        </message>
        <message>
            <source>The name of the tool, say. It stays: requests are known by it.</source>
            <translation>例如工具的名字。之后不能更改：请求按它记录。</translation>
        </message>
        <message>
            <source>all; or names separated by commas, such as claude-haiku-*</source>
            <translation>全部；或用逗号分隔的名称，例如 claude-haiku-*</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Requests per minute</source>
            <translation>每分钟请求数</translation>
        </message>
        <message>
            <source>Requests at once</source>
            <translation>同时请求数</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>Token ends</source>
            <translation>Token 到期</translation>
        </message>
        <message>
            <source>Add client</source>
            <translation>添加客户端</translation>
        </message>
        <message>
            <source>Edit client</source>
            <translation>编辑客户端</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientTokenPage</name>
        <message>
            <source>Copy it now: it is not shown again, for Patchbay keeps no more than a hash of it.</source>
            <translation>请现在复制：它不会再次显示，Patchbay 只保存它的哈希值。</translation>
        </message>
        <message>
            <source>Whoever has this token uses your accounts within the limits of this client. A tool takes it in place of an API key. If it gets into wrong hands, give the client a new one or revoke it.</source>
            <translation>持有此 token 的人可以在此客户端的限制内使用您的账户。工具把它当作 API 密钥使用。如果落入他人之手，请更换 token 或吊销客户端。</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy token</source>
            <translation>复制 token</translation>
        </message>
        <message>
            <source>Set up a tool</source>
            <translation>设置工具</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Token of “%1”</source>
            <translation>“%1”的 token</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsAdd</name>
        <message>
            <source>Client “%1” added. Its token:</source>
            <translation>已添加客户端“%1”。它的 token：</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsChange</name>
        <message>
            <source>There is nothing to change</source>
            <translation>没有要修改的内容</translation>
        </message>
        <message>
            <source>See the flags with: patchbay-cli clients edit --help</source>
            <translation>查看选项：patchbay-cli clients edit --help</translation>
        </message>
        <message>
            <source>Client “%1” changed.</source>
            <translation>客户端“%1”已修改。</translation>
        </message>
        <message>
            <source>Client “%1” has another token; the old one is refused from now on. The new one:</source>
            <translation>客户端“%1”已更换 token；旧的从现在起被拒绝。新的 token：</translation>
        </message>
        <message>
            <source>Client “%1” revoked: its token is refused from now on. What it used stays in the ledger.</source>
            <translation>客户端“%1”已吊销：它的 token 从现在起被拒绝。用量仍保留在账本中。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsDialog</name>
        <message>
            <source>Clients</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Show revoked ones</source>
            <translation>显示已吊销的</translation>
        </message>
        <message>
            <source>Add client</source>
            <translation>添加客户端</translation>
        </message>
        <message>
            <source>List of clients</source>
            <translation>客户端列表</translation>
        </message>
        <message>
            <source>No client yet. Each tool that uses the local endpoint gets one, with a token of its own: so you see what it costs, can limit it, and can shut it out.</source>
            <translation>还没有客户端。每个使用本地接口的工具都有一个客户端和自己的 token：您可以看到它的花费、限制它，也可以随时停用它。</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Set up a tool</source>
            <translation>设置工具</translation>
        </message>
        <message>
            <source>New token</source>
            <translation>更换 token</translation>
        </message>
        <message>
            <source>Revoke</source>
            <translation>吊销</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Give “%1” a new token? The one it has is refused at once, and what uses it has to be set up anew.</source>
            <translation>要给“%1”更换 token 吗？现有的会立即被拒绝，使用它的工具需要重新设置。</translation>
        </message>
        <message>
            <source>Give a new one</source>
            <translation>更换</translation>
        </message>
        <message>
            <source>Revoke “%1”? Its token is refused at once and for good. What it used stays in the ledger.</source>
            <translation>要吊销“%1”吗？它的 token 会立即并永久被拒绝。用量仍保留在账本中。</translation>
        </message>
        <message>
            <source>Revoke it</source>
            <translation>吊销它</translation>
        </message>
        <message>
            <source>“%1” is revoked.</source>
            <translation>“%1”已吊销。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsList</name>
        <message>
            <source>No client yet. Add one with: patchbay-cli clients add NAME</source>
            <translation>还没有客户端。添加方法：patchbay-cli clients add NAME</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Last used</source>
            <translation>上次使用</translation>
        </message>
        <message>
            <source>Ends</source>
            <translation>到期</translation>
        </message>
        <message>
            <source>Requests today</source>
            <translation>今日请求</translation>
        </message>
        <message>
            <source>USD today</source>
            <translation>今日美元</translation>
        </message>
        <message>
            <source>USD 30 days</source>
            <translation>30 天美元</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsModel</name>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>Revoked</source>
            <translation>已吊销</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从未</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Last used</source>
            <translation>上次使用</translation>
        </message>
        <message>
            <source>Requests today</source>
            <translation>今日请求</translation>
        </message>
        <message>
            <source>Cost today</source>
            <translation>今日花费</translation>
        </message>
        <message>
            <source>In 30 days</source>
            <translation>30 天内</translation>
        </message>
        <message>
            <source>Expired</source>
            <translation>已到期</translation>
        </message>
        <message>
            <source>Active</source>
            <translation>有效</translation>
        </message>
        <message>
            <source>Active until %1</source>
            <translation>有效期至 %1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsSetup</name>
        <message>
            <source>There is no set-up for “%1”</source>
            <translation>没有“%1”的设置说明</translation>
        </message>
        <message>
            <source>Use --tool with one of: %1</source>
            <translation>--tool 可用：%1</translation>
        </message>
        <message>
            <source>Put the token of “%1” in place of %2; a token that was lost is replaced with: patchbay-cli clients rotate NAME</source>
            <translation>请把 %2 换成“%1”的 token；丢失的 token 可用此命令更换：patchbay-cli clients rotate NAME</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ClientsVerb</name>
        <message>
            <source>It is not shown again. Set up a tool with it: patchbay-cli clients setup NAME --tool claude-code</source>
            <translation>它不会再次显示。用它设置工具：patchbay-cli clients setup NAME --tool claude-code</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::CodeBox</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy: %1</source>
            <translation>复制：%1</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::CompareCommand</name>
        <message>
            <source>The period is empty</source>
            <translation>时间范围为空</translation>
        </message>
        <message>
            <source>Let --since be before --until</source>
            <translation>请让 --since 早于 --until</translation>
        </message>
        <message>
            <source>Admin key (not shown, not kept): </source>
            <translation>管理密钥（不显示，不保存）：</translation>
        </message>
        <message>
            <source>There is no admin key</source>
            <translation>没有管理密钥</translation>
        </message>
        <message>
            <source>Give it as a line of standard input, or with --admin-key-command</source>
            <translation>请通过标准输入的一行提供，或使用 --admin-key-command</translation>
        </message>
        <message>
            <source>Neither the ledger nor the provider has any use in this period.</source>
            <translation>账本和提供商在此期间均无用量。</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Day (UTC)</source>
            <translation>日期 (UTC)</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Ledger</source>
            <translation>账本</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>提供商</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Ledger $</source>
            <translation>账本 $</translation>
        </message>
        <message>
            <source>Provider $</source>
            <translation>提供商 $</translation>
        </message>
        <message>
            <source>Difference $</source>
            <translation>差异 $</translation>
        </message>
        <message>
            <source>Ledger and provider agree.</source>
            <translation>账本与提供商一致。</translation>
        </message>
        <message>
            <source>Differences are usual: other programs use the same keys, reports come some minutes late and by days of UTC, costs include discounts and what is not tokens, and answers that were cut short are billed in full.</source>
            <translation>出现差异很常见：其他程序使用相同的密钥，报告会晚几分钟并按 UTC 日期统计，费用包含折扣和非 token 项目，中断的回答也会全额计费。</translation>
        </message>
        <message>
            <source>Without a key: %1 tokens</source>
            <translation>无密钥：%1 个 token</translation>
        </message>
        <message>
            <source>Key %1: %2 tokens</source>
            <translation>密钥 %1：%2 个 token</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::CompareDialog</name>
        <message>
            <source>Compare with the provider's report</source>
            <translation>与提供商的报告比较</translation>
        </message>
        <message>
            <source>The provider tells organisations what they used, by days of UTC. That takes an admin key: it is asked for each time and not kept. Subscriptions, other addresses and the demo are left out.</source>
            <translation>提供商按 UTC 日期向组织提供用量报告。这需要管理密钥：每次都会询问，不会保存。订阅、其他地址和演示不计入。</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Day (UTC)</source>
            <translation>日期 (UTC)</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Ledger</source>
            <translation>账本</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>提供商</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Ledger $</source>
            <translation>账本 $</translation>
        </message>
        <message>
            <source>Provider $</source>
            <translation>提供商 $</translation>
        </message>
        <message>
            <source>Difference $</source>
            <translation>差异 $</translation>
        </message>
        <message>
            <source>Admin key</source>
            <translation>管理密钥</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>第一天</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>最后一天</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Choose one to %1 days, the first before the last.</source>
            <translation>请选择 1 至 %1 天，第一天须早于最后一天。</translation>
        </message>
        <message>
            <source>Asking the provider…</source>
            <translation>正在询问提供商…</translation>
        </message>
        <message>
            <source>Neither the ledger nor the provider has any use in this period.</source>
            <translation>账本和提供商在此期间均无用量。</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Ledger and provider agree.</source>
            <translation>账本与提供商一致。</translation>
        </message>
        <message>
            <source>Differences are usual: other programs use the same keys, reports come some minutes late and by days of UTC, costs include discounts and what is not tokens, and answers that were cut short are billed in full.</source>
            <translation>出现差异很常见：其他程序使用相同的密钥，报告会晚几分钟并按 UTC 日期统计，费用包含折扣和非 token 项目，中断的回答也会全额计费。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::Composer</name>
        <message>
            <source>Editing an earlier message: sending makes a new branch</source>
            <translation>正在编辑较早的消息：发送后将产生新的分支</translation>
        </message>
        <message>
            <source>Cancel editing</source>
            <translation>取消编辑</translation>
        </message>
        <message>
            <source>Pasted picture</source>
            <translation>粘贴的图片</translation>
        </message>
        <message>
            <source>System prompt of this conversation</source>
            <translation>此对话的系统提示</translation>
        </message>
        <message>
            <source>What the model should know or be in this whole conversation</source>
            <translation>模型在整个对话中应知道什么、扮演什么</translation>
        </message>
        <message>
            <source>Use it</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Use this system prompt</source>
            <translation>使用此系统提示</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Leave the system prompt as it is</source>
            <translation>保持系统提示不变</translation>
        </message>
        <message>
            <source>Attach</source>
            <translation>附件</translation>
        </message>
        <message>
            <source>Attach pictures, PDFs or texts (Ctrl+O); or drop or paste them</source>
            <translation>添加图片、PDF 或文本（Ctrl+O）；也可拖放或粘贴</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop the answer (Esc)</source>
            <translation>停止回答（Esc）</translation>
        </message>
        <message>
            <source>System prompt ✓</source>
            <translation>系统提示 ✓</translation>
        </message>
        <message>
            <source>Tell the model what to be in this conversation</source>
            <translation>告诉模型在此对话中扮演什么</translation>
        </message>
        <message>
            <source>Send (Enter); Shift+Enter begins a new line</source>
            <translation>发送（Enter）；Shift+Enter 换行</translation>
        </message>
        <message>
            <source>Send (Ctrl+Enter)</source>
            <translation>发送（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>Attach files</source>
            <translation>添加附件</translation>
        </message>
        <message>
            <source>Pictures, PDFs and texts (*)</source>
            <translation>图片、PDF 和文本 (*)</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp)</source>
            <translation>图片 (*.png *.jpg *.jpeg *.gif *.webp)</translation>
        </message>
        <message>
            <source>PDF (*.pdf)</source>
            <translation>PDF (*.pdf)</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ConversationList</name>
        <message>
            <source>Conversations</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ConversationListModel</name>
        <message>
            <source>Untitled</source>
            <translation>无标题</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>Last seven days</source>
            <translation>最近七天</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <comment>month and year</comment>
            <translation>%2年%1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ConversationStore</name>
        <message>
            <source>There is no conversation “%1”</source>
            <translation>没有对话“%1”</translation>
        </message>
        <message>
            <source>See the ids with: patchbay-cli chats list</source>
            <translation>查看 id：patchbay-cli chats list</translation>
        </message>
        <message>
            <source>More than one conversation begins with “%1”</source>
            <translation>有多个对话以“%1”开头</translation>
        </message>
        <message>
            <source>Give more of its id</source>
            <translation>请给出更长的 id</translation>
        </message>
        <message>
            <source>The conversation is not there</source>
            <translation>该对话不存在</translation>
        </message>
        <message>
            <source>It may have been deleted for good</source>
            <translation>可能已被永久删除</translation>
        </message>
        <message>
            <source>The message is not there</source>
            <translation>该消息不存在</translation>
        </message>
        <message>
            <source>There is no other version in that direction</source>
            <translation>该方向没有其他版本</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ConversationTranscript</name>
        <message>
            <source>%1 · %2:%3</source>
            <comment>reason, minutes and seconds left</comment>
            <translation>%1 · %2:%3</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::Core</name>
        <message>
            <source>%1 is no number from 1 to 1000000</source>
            <translation>%1 不是 1 到 1000000 之间的数</translation>
        </message>
        <message>
            <source>Set it to how long an answer may be, or unset it</source>
            <translation>请设为回答的最大长度，或取消设置</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::DesktopNotifications</name>
        <message>
            <source>Show</source>
            <translation>查看</translation>
        </message>
        <message>
            <source>Snooze for 1 hour</source>
            <translation>1 小时后再提醒</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::DoctorCommand</name>
        <message>
            <source>Data folder and database</source>
            <translation>数据文件夹和数据库</translation>
        </message>
        <message>
            <source>The database is damaged</source>
            <translation>数据库已损坏</translation>
        </message>
        <message>
            <source>Restore a copy from %1</source>
            <translation>请从 %1 恢复副本</translation>
        </message>
        <message>
            <source>Database</source>
            <translation>数据库</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>时钟</translation>
        </message>
        <message>
            <source>The clock is behind this program's own files</source>
            <translation>时钟早于程序文件本身的时间</translation>
        </message>
        <message>
            <source>Set the date of this machine</source>
            <translation>请设置本机日期</translation>
        </message>
        <message>
            <source>Vault (%1)</source>
            <translation>密钥保管处（%1）</translation>
        </message>
        <message>
            <source>keeps and gives back secrets</source>
            <translation>能够保存并取回密钥</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>%1 answers</source>
            <translation>%1 有响应</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>提醒</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::EmptyChat</name>
        <message>
            <source>Add account…</source>
            <translation>添加账户…</translation>
        </message>
        <message>
            <source>Try the demo</source>
            <translation>试用演示</translation>
        </message>
        <message>
            <source>What would you like to know?</source>
            <translation>您想了解什么？</translation>
        </message>
        <message>
            <source>No account yet</source>
            <translation>还没有账户</translation>
        </message>
        <message>
            <source>Write below, or drop a picture, a PDF or a text.</source>
            <translation>在下方输入，或拖入图片、PDF 或文本。</translation>
        </message>
        <message>
            <source>Add an account with its API key to send messages, or try the demo, which needs none.</source>
            <translation>添加带 API 密钥的账户即可发送消息；也可试用无需账户的演示。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::EndpointDialog</name>
        <message>
            <source>Local endpoint</source>
            <translation>本地端点</translation>
        </message>
        <message>
            <source>One address on this machine through which scripts and tools use your accounts: it speaks Anthropic's and OpenAI's API. Nobody else on the network reaches it, and each client needs a token of its own.</source>
            <translation>本机上的一个地址，脚本和工具可通过它使用您的账户：支持 Anthropic 和 OpenAI 的 API。网络上的其他人无法访问，每个客户端都需要自己的 token。</translation>
        </message>
        <message>
            <source>Serve while this window is open</source>
            <translation>窗口打开时提供服务</translation>
        </message>
        <message>
            <source>Clients…</source>
            <translation>客户端…</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>The address is copied.</source>
            <translation>地址已复制。</translation>
        </message>
        <message>
            <source>It is off.</source>
            <translation>已关闭。</translation>
        </message>
        <message>
            <source>It listens, yet nobody has a token: add a client.</source>
            <translation>正在监听，但还没有人持有 token：请添加客户端。</translation>
        </message>
        <message>
            <source>It listens.</source>
            <translation>正在监听。</translation>
        </message>
        <message>
            <source>Record requests in memory</source>
            <translation>在内存中记录请求</translation>
        </message>
        <message>
            <source>For finding out why a tool misbehaves. Gone when switched off or when the program ends.</source>
            <translation>用于查明工具为何出错。关闭此项或程序结束时即清除。</translation>
        </message>
        <message>
            <source>Request inspector…</source>
            <translation>请求检查器…</translation>
        </message>
        <message>
            <source>Rules…</source>
            <translation>规则…</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ExpiryField</name>
        <message>
            <source>Token ends</source>
            <translation>Token 到期</translation>
        </message>
        <message>
            <source>never</source>
            <translation>永不</translation>
        </message>
        <message numerus="yes">
            <source>in %n day(s)</source>
            <translation>
                <numerusform>%n 天后</numerusform>
            </translation>
        </message>
        <message>
            <source>on a date</source>
            <translation>指定日期</translation>
        </message>
        <message>
            <source>Date the token ends on</source>
            <translation>Token 到期日期</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::FileVault</name>
        <message>
            <source>the vault file</source>
            <translation>保险库文件</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::FindBar</name>
        <message>
            <source>Find in this conversation</source>
            <translation>在此对话中查找</translation>
        </message>
        <message>
            <source>Previous match</source>
            <translation>上一处</translation>
        </message>
        <message>
            <source>Next match</source>
            <translation>下一处</translation>
        </message>
        <message>
            <source>Close the search</source>
            <translation>关闭查找</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>未找到</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n message(s)</source>
            <translation>
                <numerusform>第 %1 条，共 %n 条消息</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::FirstRunPage</name>
        <message>
            <source>Welcome to Patchbay</source>
            <translation>欢迎使用 Patchbay</translation>
        </message>
        <message>
            <source>Many Claude accounts, one place to chat, and one ledger of what each of them costs. Keys go into the keychain of this system, conversations stay on this machine.</source>
            <translation>多个 Claude 账户，一处聊天，一本账记清每个账户的花费。密钥存入系统密钥串，对话只保存在本机。</translation>
        </message>
        <message>
            <source>Add account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>with an API key from the provider’s console</source>
            <translation>使用提供商控制台中的 API 密钥</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>from a .env file, or a JSON list of accounts</source>
            <translation>来自 .env 文件或 JSON 账户列表</translation>
        </message>
        <message>
            <source>Try the demo</source>
            <translation>试用演示</translation>
        </message>
        <message>
            <source>answers from this machine: no key, no cost, nothing is sent</source>
            <translation>由本机回答：无需密钥，没有花费，不发送任何内容</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ImportLogsCommand</name>
        <message>
            <source>There is no account “%1”</source>
            <translation>没有名为“%1”的账户</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli accounts list</source>
            <translation>查看名称：patchbay-cli accounts list</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::InspectedView</name>
        <message>
            <source>Format JSON</source>
            <translation>格式化 JSON</translation>
        </message>
        <message>
            <source>Copy body</source>
            <translation>复制正文</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::InspectorDetails</name>
        <message>
            <source>Request</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>应答</translation>
        </message>
        <message>
            <source>Upstream</source>
            <translation>上游</translation>
        </message>
        <message>
            <source>Details of the request</source>
            <translation>请求详情</translation>
        </message>
        <message>
            <source>Timing</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Came</source>
            <translation>到达</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>长度</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>token</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>费用</translation>
        </message>
        <message>
            <source>Request id</source>
            <translation>请求 ID</translation>
        </message>
        <message>
            <source>%1 %2: %3</source>
            <comment>method, address, status</comment>
            <translation>%1 %2：%3</translation>
        </message>
        <message>
            <source>Nothing was answered yet.</source>
            <translation>尚无应答。</translation>
        </message>
        <message>
            <source>Where it differs</source>
            <translation>与请求和应答不同之处</translation>
        </message>
        <message>
            <source>The request did not go to a provider: it was refused or answered here.</source>
            <translation>该请求未发往提供商：在本地被拒绝或直接应答。</translation>
        </message>
        <message>
            <source>— the body as the client sent it —</source>
            <translation>— 正文与客户端发送的相同 —</translation>
        </message>
        <message>
            <source>— the body as the client got it —</source>
            <translation>— 正文与客户端收到的相同 —</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>%1. “%2” after %3</source>
            <translation>%1. “%2”，%3 后</translation>
        </message>
        <message>
            <source>It waited: %1</source>
            <translation>曾等待：%1</translation>
        </message>
        <message>
            <source>none: no account was asked</source>
            <translation>无：未询问任何账户</translation>
        </message>
        <message>
            <source>%1 sent, %2 answered</source>
            <translation>发送 %1，应答 %2</translation>
        </message>
        <message>
            <source>%1 in, %2 read from the cache, %3 written to it, %4 out</source>
            <translation>输入 %1，读取缓存 %2，写入缓存 %3，输出 %4</translation>
        </message>
        <message>
            <source>— what went to the provider —</source>
            <translation>— 发往提供商的内容 —</translation>
        </message>
        <message>
            <source>— what the provider answered —</source>
            <translation>— 提供商的应答 —</translation>
        </message>
        <message>
            <source>none: answered from the cache</source>
            <translation>无：由缓存应答</translation>
        </message>
        <message>
            <source>first byte after %1</source>
            <translation>首字节 %1 后</translation>
        </message>
        <message>
            <source>%1, end after %2</source>
            <translation>%1，%2 后结束</translation>
        </message>
        <message>
            <source>under way, nothing was answered yet</source>
            <translation>进行中，尚无应答</translation>
        </message>
        <message>
            <source>%1, under way</source>
            <translation>%1，进行中</translation>
        </message>
        <message>
            <source>%1 %2, from %3</source>
            <comment>day, time, address</comment>
            <translation>%1 %2，来自 %3</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::InspectorDialog</name>
        <message>
            <source>Request inspector</source>
            <translation>请求检查器</translation>
        </message>
        <message>
            <source>What is recorded stays in memory: it is gone when you switch this off or the program ends. Tokens, keys, passwords and cookies are taken out before a request is kept; what else a tool sends and is answered can be read here.</source>
            <translation>记录只保存在内存中：关闭此项或程序结束时即清除。保留请求之前会去除 token、密钥、密码和 Cookie；工具发送和收到的其他内容可在此处查看。</translation>
        </message>
        <message>
            <source>Choose a request to see all of it.</source>
            <translation>选择一个请求以查看全部内容。</translation>
        </message>
        <message>
            <source>Record requests</source>
            <translation>记录请求</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清空</translation>
        </message>
        <message>
            <source>Requests to keep</source>
            <translation>保留的请求数</translation>
        </message>
        <message>
            <source>Filter by address, model, account…</source>
            <translation>按地址、模型、账户筛选…</translation>
        </message>
        <message>
            <source>Filter requests</source>
            <translation>筛选请求</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>All clients</source>
            <translation>所有客户端</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Succeeded</source>
            <translation>成功</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Under way</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>Recorded requests</source>
            <translation>已记录的请求</translation>
        </message>
        <message>
            <source>Copy as curl</source>
            <translation>复制为 curl</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>%1, %2 of memory</source>
            <translation>%1，占用内存 %2</translation>
        </message>
        <message numerus="yes">
            <source>%n request(s)</source>
            <translation>
                <numerusform>%n 个请求</numerusform>
            </translation>
        </message>
        <message>
            <source>%1; %2</source>
            <translation>%1；%2</translation>
        </message>
        <message numerus="yes">
            <source>%n came too fast to be recorded</source>
            <translation>
                <numerusform>%n 个因过快而未记录</numerusform>
            </translation>
        </message>
        <message>
            <source>The local endpoint is off: switch it on under “Local endpoint”, and the requests of your tools can be recorded.</source>
            <translation>本地端点已关闭：请在“本地端点”中开启，之后即可记录工具的请求。</translation>
        </message>
        <message>
            <source>Nothing is recorded. Switch on “Record requests”, then have your tool send one to %1.</source>
            <translation>未在记录。请开启“记录请求”，然后让工具向 %1 发送请求。</translation>
        </message>
        <message>
            <source>Recording pauses. Choose “Go on” to record the next requests.</source>
            <translation>记录已暂停。选择“继续”以记录之后的请求。</translation>
        </message>
        <message>
            <source>Waiting for the next request to %1.</source>
            <translation>正在等待发往 %1 的下一个请求。</translation>
        </message>
        <message>
            <source>Copied with the beginning of the body alone: the rest was not kept. Put a token into PATCHBAY_TOKEN.</source>
            <translation>已复制，但只含正文的开头：其余部分未保留。请将 token 放入 PATCHBAY_TOKEN。</translation>
        </message>
        <message>
            <source>Copied. Put a token into PATCHBAY_TOKEN before you run it.</source>
            <translation>已复制。运行前请将 token 放入 PATCHBAY_TOKEN。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::InspectorModel</name>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::KeyCommand</name>
        <message>
            <source>The key command did not end in time</source>
            <translation>密钥命令未能及时结束</translation>
        </message>
        <message>
            <source>Run it in a terminal and see what it waits for</source>
            <translation>请在终端运行，看看它在等什么</translation>
        </message>
        <message>
            <source>The key command cannot be started</source>
            <translation>无法启动密钥命令</translation>
        </message>
        <message>
            <source>Check the command of this account</source>
            <translation>请检查此账户的命令</translation>
        </message>
        <message>
            <source>The key command printed far more than a key</source>
            <translation>密钥命令输出的内容远多于一个密钥</translation>
        </message>
        <message>
            <source>Let it print the key alone</source>
            <translation>请让它只输出密钥</translation>
        </message>
        <message>
            <source>The key command broke off</source>
            <translation>密钥命令中途中断</translation>
        </message>
        <message>
            <source>The key command failed with exit code %1</source>
            <translation>密钥命令失败，退出码 %1</translation>
        </message>
        <message>
            <source>Run it in a terminal and see what it says</source>
            <translation>请在终端运行，查看其输出</translation>
        </message>
        <message>
            <source>The key command printed nothing</source>
            <translation>密钥命令没有输出</translation>
        </message>
        <message>
            <source>What the key command printed is no key</source>
            <translation>密钥命令输出的不是密钥</translation>
        </message>
        <message>
            <source>Let it print the key alone, in its first line</source>
            <translation>请让它只在第一行输出密钥</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::KeyRotation</name>
        <message>
            <source>“%1” has no API key to replace</source>
            <translation>“%1”没有可更换的 API 密钥</translation>
        </message>
        <message>
            <source>Sign in again with: patchbay-cli accounts login %1</source>
            <translation>请重新登录：patchbay-cli accounts login %1</translation>
        </message>
        <message>
            <source>“%1” asks a command for its key</source>
            <translation>“%1”通过命令获取密钥</translation>
        </message>
        <message>
            <source>The key of “%1” is being replaced already</source>
            <translation>“%1”的密钥正在更换中</translation>
        </message>
        <message>
            <source>Wait a moment, then try again</source>
            <translation>请稍候重试</translation>
        </message>
        <message>
            <source>No new key of “%1” waits</source>
            <translation>“%1”没有等待中的新密钥</translation>
        </message>
        <message>
            <source>Paste the new key</source>
            <translation>请粘贴新密钥</translation>
        </message>
        <message>
            <source>The new key of “%1” was not kept</source>
            <translation>“%1”的新密钥未被保存</translation>
        </message>
        <message>
            <source>The new key of “%1” was rejected; the old one stays in use</source>
            <translation>“%1”的新密钥被拒绝；仍使用旧密钥</translation>
        </message>
        <message>
            <source>Check that the whole key was pasted, or make another one in the provider's console</source>
            <translation>请检查是否粘贴了完整的密钥，或在提供方控制台另建一个</translation>
        </message>
        <message>
            <source>The new key of “%1” could not be tried: %2</source>
            <translation>无法尝试“%1”的新密钥：%2</translation>
        </message>
        <message>
            <source>It waits in %1 and the old one stays in use; try it again with an empty line to: patchbay-cli accounts rotate %2</source>
            <translation>它保存在%1中等待，仍使用旧密钥；如要重试，请向此命令输入空行：patchbay-cli accounts rotate %2</translation>
        </message>
        <message>
            <source>Replace the key where that command reads it; it is asked again when the old one is rejected</source>
            <translation>请在该命令读取密钥之处更换；旧密钥被拒绝时会再次询问该命令</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::KeychainVault</name>
        <message>
            <source>the system keychain</source>
            <translation>系统密钥串</translation>
        </message>
        <message>
            <source>The system keychain needs an event loop that was switched off</source>
            <translation>系统密钥串所需的事件循环已被关闭</translation>
        </message>
        <message>
            <source>Start Patchbay without QT_NO_GLIB, or set PATCHBAY_VAULT=file</source>
            <translation>请在不设置 QT_NO_GLIB 的情况下启动 Patchbay，或设置 PATCHBAY_VAULT=file</translation>
        </message>
        <message>
            <source>The system keychain is locked</source>
            <translation>系统密钥串已锁定</translation>
        </message>
        <message>
            <source>Unlock it with your login password, then try again</source>
            <translation>请用登录密码解锁后重试</translation>
        </message>
        <message>
            <source>The system keychain holds no keyring yet</source>
            <translation>系统密钥串中还没有密钥环</translation>
        </message>
        <message>
            <source>Make one named “Login” in the system's password manager, or set PATCHBAY_VAULT=file</source>
            <translation>请在系统密码管理器中新建名为“Login”的密钥环，或设置 PATCHBAY_VAULT=file</translation>
        </message>
        <message>
            <source>The system keychain refused access</source>
            <translation>系统密钥串拒绝访问</translation>
        </message>
        <message>
            <source>Allow Patchbay to use it in the system's password settings</source>
            <translation>请在系统密码设置中允许 Patchbay 使用</translation>
        </message>
        <message>
            <source>The system keychain could not do its work</source>
            <translation>系统密钥串无法完成操作</translation>
        </message>
        <message>
            <source>Start the system's keychain anew, or set PATCHBAY_VAULT=file</source>
            <translation>请重新启动系统密钥串，或设置 PATCHBAY_VAULT=file</translation>
        </message>
        <message>
            <source>There is no system keychain here</source>
            <translation>此处没有系统密钥串</translation>
        </message>
        <message>
            <source>Start a Secret Service (such as GNOME Keyring or KWallet), or set PATCHBAY_VAULT=file</source>
            <translation>请启动 Secret Service（如 GNOME Keyring 或 KWallet），或设置 PATCHBAY_VAULT=file</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::LimitGauges</name>
        <message>
            <source>No limits are known yet; answers tell them.</source>
            <translation>尚不知道任何限额；收到回答后便会知道。</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::LogImportDialog</name>
        <message>
            <source>Import Claude Code logs</source>
            <translation>导入 Claude Code 日志</translation>
        </message>
        <message>
            <source>Adds what Claude Code's session logs on this machine say was used, as a client of its own. Each answer comes in once, however often you do it; what went through Patchbay is left out. Nothing of the conversations is read but models, times and tokens.</source>
            <translation>将本机 Claude Code 会话日志中记录的用量作为单独的客户端加入。无论导入多少次，每个回答只计一次；经由 Patchbay 的部分会被略过。除模型、时间和 token 外，不读取对话的任何内容。</translation>
        </message>
        <message>
            <source>Folder of Claude Code</source>
            <translation>Claude Code 文件夹</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose the folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>Put it under</source>
            <translation>归入</translation>
        </message>
        <message>
            <source>No account</source>
            <translation>无账户</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) added so far.</source>
            <translation>
                <numerusform>目前已加入 %n 个回答。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::LoopbackReceiver</name>
        <message>
            <source>No port of this machine can be listened on</source>
            <translation>无法监听本机的任何端口</translation>
        </message>
        <message>
            <source>Check what keeps programs from listening on 127.0.0.1</source>
            <translation>请检查是什么阻止程序监听 127.0.0.1</translation>
        </message>
        <message>
            <source>This request is too large.</source>
            <translation>此请求过大。</translation>
        </message>
        <message>
            <source>This is not the sign-in that Patchbay waits for.</source>
            <translation>这不是 Patchbay 正在等待的登录。</translation>
        </message>
        <message>
            <source>Patchbay was not allowed to sign in. You may close this page.</source>
            <translation>未允许 Patchbay 登录。您可以关闭此页面。</translation>
        </message>
        <message>
            <source>Patchbay goes on from here. You may close this page.</source>
            <translation>接下来由 Patchbay 继续。您可以关闭此页面。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::MainWindow</name>
        <message>
            <source>Local endpoint</source>
            <translation>本地端点</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::MemoryVault</name>
        <message>
            <source>memory</source>
            <translation>内存</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::MessageEdit</name>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::NoticeBar</name>
        <message>
            <source>Close notice</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::OAuthSignIn</name>
        <message>
            <source>Nobody signed in at %1 in time</source>
            <translation>未在规定时间内在 %1 登录</translation>
        </message>
        <message>
            <source>Start the sign-in again</source>
            <translation>请重新开始登录</translation>
        </message>
        <message>
            <source>This code belongs to another sign-in</source>
            <translation>此代码属于另一次登录</translation>
        </message>
        <message>
            <source>This is no code</source>
            <translation>这不是代码</translation>
        </message>
        <message>
            <source>Paste what the page shows after this sign-in, whole</source>
            <translation>请完整粘贴本次登录后页面显示的内容</translation>
        </message>
        <message>
            <source>%1 was told not to let Patchbay in</source>
            <translation>%1 被告知不允许 Patchbay 登录</translation>
        </message>
        <message>
            <source>Start the sign-in again if that was a mistake</source>
            <translation>如果这是误操作，请重新开始登录</translation>
        </message>
        <message>
            <source>%1 could not sign you in</source>
            <translation>%1 无法为您登录</translation>
        </message>
        <message>
            <source>Check the sign-in profile, then start the sign-in again</source>
            <translation>请检查登录配置文件，然后重新开始登录</translation>
        </message>
        <message>
            <source>%1 did not accept the code</source>
            <translation>%1 不接受此代码</translation>
        </message>
        <message>
            <source>The sign-in was cancelled</source>
            <translation>登录已取消</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PoolPage</name>
        <message>
            <source>Pool</source>
            <translation>账户池</translation>
        </message>
        <message>
            <source>Accounts in the pool</source>
            <translation>池中的账户</translation>
        </message>
        <message>
            <source>There is no account yet. Add one under Accounts.</source>
            <translation>还没有账户。请在“账户”中添加。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Nothing waits for an account.</source>
            <translation>没有请求在等待账户。</translation>
        </message>
        <message>
            <source>Last decisions</source>
            <translation>最近的决定</translation>
        </message>
        <message>
            <source>Which account each request was given, and why, shows here.</source>
            <translation>此处显示每个请求分配到了哪个账户，以及原因。</translation>
        </message>
        <message>
            <source>Waiting: %1 of at most %2</source>
            <translation>等待中：%1 个，最多 %2 个</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PriceBook</name>
        <message>
            <source>There is no such price of your own</source>
            <translation>没有这样的自定价格</translation>
        </message>
        <message>
            <source>See which there are: patchbay-cli prices list</source>
            <translation>查看现有价格：patchbay-cli prices list</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PricesCommand</name>
        <message>
            <source>List the prices in use</source>
            <translation>列出正在使用的价格</translation>
        </message>
        <message>
            <source>Print JSON</source>
            <translation>输出 JSON</translation>
        </message>
        <message>
            <source>Set a price of your own</source>
            <translation>设置您自己的价格</translation>
        </message>
        <message>
            <source>Go back to the price that ships</source>
            <translation>恢复为随程序提供的价格</translation>
        </message>
        <message>
            <source>The model's id</source>
            <translation>模型 ID</translation>
        </message>
        <message>
            <source>The UTC day it holds from</source>
            <translation>生效日期（UTC）</translation>
        </message>
        <message>
            <source>US dollars for a million tokens</source>
            <translation>每百万 token 的美元价格</translation>
        </message>
        <message>
            <source>yours</source>
            <translation>自定</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起始日期</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Write 5m</source>
            <translation>写入 5 分钟</translation>
        </message>
        <message>
            <source>Write 1h</source>
            <translation>写入 1 小时</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>US dollars for a million tokens. Version %1.</source>
            <translation>每百万 token 的美元价格。版本 %1。</translation>
        </message>
        <message>
            <source>“%1” is no day</source>
            <translation>“%1”不是日期</translation>
        </message>
        <message>
            <source>Write the day as 2026-11-20</source>
            <translation>请将日期写成 2026-11-20 的形式</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PricesDialog</name>
        <message>
            <source>Prices</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>In US dollars for a million tokens. A price of your own holds from its day (UTC) until your next one of that model; what was sent before keeps its cost.</source>
            <translation>单位为美元/百万 token。您自己的价格自其日期（UTC）起生效，直到您为该模型设置下一个价格；此前已发送的请求保持原费用。</translation>
        </message>
        <message>
            <source>Model of the price</source>
            <translation>价格所属模型</translation>
        </message>
        <message>
            <source>Model's id</source>
            <translation>模型 ID</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起始日期</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Write 5 min</source>
            <translation>写入 5 分钟</translation>
        </message>
        <message>
            <source>Write 1 h</source>
            <translation>写入 1 小时</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Save price</source>
            <translation>保存价格</translation>
        </message>
        <message>
            <source>Remove price</source>
            <translation>移除价格</translation>
        </message>
        <message>
            <source>Go back to the price that ships</source>
            <translation>恢复为随程序提供的价格</translation>
        </message>
        <message>
            <source>%1 has this price from %2 on.</source>
            <translation>%1 自 %2 起使用此价格。</translation>
        </message>
        <message>
            <source>%1 has the price again that ships.</source>
            <translation>%1 已恢复为随程序提供的价格。</translation>
        </message>
        <message>
            <source>%1 has no price any more.</source>
            <translation>%1 已没有价格。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PricesModel</name>
        <message>
            <source>A price of your own</source>
            <translation>您自己的价格</translation>
        </message>
        <message>
            <source>A price of your own, not the one that holds today</source>
            <translation>您自己的价格，但今天不生效</translation>
        </message>
        <message>
            <source>Large prompts have prices of their own, which stay as they ship</source>
            <translation>超大提示另有价格，保持随程序提供的价格</translation>
        </message>
        <message>
            <source>%1, a price of your own</source>
            <translation>%1，您自己的价格</translation>
        </message>
        <message>
            <source>%1 (yours)</source>
            <translation>%1（自定）</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起始日期</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Write 5 min</source>
            <translation>写入 5 分钟</translation>
        </message>
        <message>
            <source>Write 1 h</source>
            <translation>写入 1 小时</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ProfileField</name>
        <message>
            <source>Profile file</source>
            <translation>配置文件</translation>
        </message>
        <message>
            <source>a JSON file that describes the provider</source>
            <translation>描述服务商的 JSON 文件</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose the profile file</source>
            <translation>选择配置文件</translation>
        </message>
        <message>
            <source>Profile of the provider</source>
            <translation>服务商的配置文件</translation>
        </message>
        <message>
            <source>Profiles (*.json)</source>
            <translation>配置文件 (*.json)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Sign in at %1 follows when it is saved.</source>
            <translation>保存后将在 %1 登录。</translation>
        </message>
        <message>
            <source>It says where to sign in and where tokens are renewed. The token goes into the vault once you have signed in.</source>
            <translation>它说明在哪里登录、在哪里更新 token。登录后 token 会存入密钥保管处。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ProgramLogin</name>
        <message>
            <source>This account has no sign-in of the claude program</source>
            <translation>此账户没有 claude 程序的登录</translation>
        </message>
        <message>
            <source>Replace its key or token instead</source>
            <translation>请改为替换其密钥或 token</translation>
        </message>
        <message>
            <source>The account is not there any more</source>
            <translation>该账户已不存在</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ProgramSignIn</name>
        <message>
            <source>The sign-in of the claude program did not succeed</source>
            <translation>claude 程序的登录没有成功</translation>
        </message>
        <message>
            <source>Read what it said above, and begin again</source>
            <translation>请看上面的说明，然后重新开始</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::PromptGauge</name>
        <message>
            <source>Share of the context</source>
            <translation>上下文占用比例</translation>
        </message>
        <message>
            <source>Cost before sending</source>
            <translation>发送前的费用</translation>
        </message>
        <message>
            <source>Let the provider count while I write (sends it before Send)</source>
            <translation>撰写时由提供商计数（发送前就会传给提供商）</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ProviderReports</name>
        <message>
            <source>The provider did not answer in time</source>
            <translation>提供商未及时应答</translation>
        </message>
        <message>
            <source>Check the connection and try it again</source>
            <translation>请检查连接后重试</translation>
        </message>
        <message>
            <source>The address is not encrypted</source>
            <translation>地址未加密</translation>
        </message>
        <message>
            <source>Use an address that begins with https://</source>
            <translation>请使用以 https:// 开头的地址</translation>
        </message>
        <message>
            <source>%1 cannot be reached: %2</source>
            <translation>无法连接 %1：%2</translation>
        </message>
        <message>
            <source>The provider refused the admin key</source>
            <translation>提供商拒绝了管理密钥</translation>
        </message>
        <message>
            <source>Use an admin key (sk-ant-admin…), which an administrator of the organisation makes in the Console</source>
            <translation>请使用管理密钥（sk-ant-admin…），由组织管理员在控制台中创建</translation>
        </message>
        <message>
            <source>The provider's report has no end</source>
            <translation>提供商的报告没有终点</translation>
        </message>
        <message>
            <source>Ask for fewer days</source>
            <translation>请缩短时间范围</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RequestsModel</name>
        <message>
            <source>d MMM, HH:mm:ss</source>
            <extracomment>Day and time to the second, as QLocale::toString() takes them.</extracomment>
            <translation>M月d日 HH:mm:ss</translation>
        </message>
        <message>
            <source>no account</source>
            <translation>无账户</translation>
        </message>
        <message>
            <source>unknown model</source>
            <translation>未知模型</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>plan</source>
            <comment>cost that a subscription covers</comment>
            <translation>订阅</translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>Attempt %1 of its request</source>
            <translation>该请求的第 %1 次尝试</translation>
        </message>
        <message>
            <source>%1 in, %2 read from the cache, %3 written to it, %4 out</source>
            <translation>输入 %1，读自缓存 %2，写入缓存 %3，输出 %4</translation>
        </message>
        <message>
            <source>Covered by the plan; %1 by the price list</source>
            <translation>由订阅涵盖；按价目表为 %1</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
        <message>
            <source>First byte</source>
            <translation>首字节</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Request id</source>
            <translation>请求 ID</translation>
        </message>
        <message>
            <source>From the cache</source>
            <translation>来自缓存</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RequestsView</name>
        <message>
            <source>‹ Back</source>
            <translation>‹ 返回</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Back to the sums (Esc)</source>
            <translation>返回汇总（Esc）</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>No request is kept of this time</source>
            <translation>没有保留这段时间的请求</translation>
        </message>
        <message numerus="yes">
            <source>%n attempt(s)</source>
            <translation>
                <numerusform>%n 次尝试</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The newest %n attempt(s); more follow below</source>
            <translation>
                <numerusform>最新 %n 次尝试；向下滚动可查看更多</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy the request id</source>
            <translation>复制请求 ID</translation>
        </message>
        <message>
            <source>Copy the row</source>
            <translation>复制此行</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RuleFields</name>
        <message>
            <source>Client of the rule</source>
            <translation>规则的客户端</translation>
        </message>
        <message>
            <source>Asks for</source>
            <translation>请求的模型</translation>
        </message>
        <message>
            <source>claude-opus-*, or * for every model</source>
            <translation>claude-opus-*，或用 * 表示所有模型</translation>
        </message>
        <message>
            <source>Gets</source>
            <translation>改用的模型</translation>
        </message>
        <message>
            <source>what it asks for</source>
            <translation>与请求相同</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>token 上限</translation>
        </message>
        <message>
            <source>as asked</source>
            <translation>按请求</translation>
        </message>
        <message>
            <source>From the cache</source>
            <translation>用缓存回答</translation>
        </message>
        <message>
            <source>How long the same request of the same client is answered with the answer that it got before</source>
            <translation>同一客户端的相同请求在多长时间内沿用之前的回答</translation>
        </message>
        <message>
            <source>if asked</source>
            <translation>客户端要求时</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>All clients</source>
            <translation>所有客户端</translation>
        </message>
        <message>
            <source>“%1” is no number of tokens</source>
            <translation>“%1”不是 token 数</translation>
        </message>
        <message>
            <source>Give a number from 1 to %1, or nothing</source>
            <translation>请给出 1 到 %1 之间的数字，或留空</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RulesCommand</name>
        <message>
            <source>List the rules in their order</source>
            <translation>按顺序列出规则</translation>
        </message>
        <message>
            <source>Print JSON</source>
            <translation>输出 JSON</translation>
        </message>
        <message>
            <source>Add a rule behind the others</source>
            <translation>在其他规则之后添加一条规则</translation>
        </message>
        <message>
            <source>Only for requests of this client; without it for all</source>
            <translation>仅用于该客户端的请求；不指定则用于全部</translation>
        </message>
        <message>
            <source>Only where this model is asked for; * stands for any letters</source>
            <translation>仅当请求该模型时；* 代表任意字符</translation>
        </message>
        <message>
            <source>Ask for this model in its place</source>
            <translation>改为请求该模型</translation>
        </message>
        <message>
            <source>Lower max_tokens to no more than these</source>
            <translation>把 max_tokens 降到不超过该值</translation>
        </message>
        <message>
            <source>Answer the same request again from the cache for so many seconds; 0: never</source>
            <translation>在这么多秒内用缓存回答相同的请求；0：从不</translation>
        </message>
        <message>
            <source>Remove a rule</source>
            <translation>删除一条规则</translation>
        </message>
        <message>
            <source>Put a rule in another place</source>
            <translation>把一条规则移到另一个位置</translation>
        </message>
        <message>
            <source>The rule's id, as listed</source>
            <translation>列表中规则的编号</translation>
        </message>
        <message>
            <source>1 is before all others</source>
            <translation>1 表示排在最前面</translation>
        </message>
        <message>
            <source>Rule %1 removed.</source>
            <translation>规则 %1 已删除。</translation>
        </message>
        <message>
            <source>Rule %1 moved.</source>
            <translation>规则 %1 已移动。</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
        <message>
            <source>No rule yet. Add one with: patchbay-cli rules add</source>
            <translation>还没有规则。添加：patchbay-cli rules add</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Use model</source>
            <translation>改用模型</translation>
        </message>
        <message>
            <source>Max tokens</source>
            <translation>最大 token 数</translation>
        </message>
        <message>
            <source>Cache</source>
            <translation>缓存</translation>
        </message>
        <message>
            <source>--use-model names no model</source>
            <translation>--use-model 没有指定模型</translation>
        </message>
        <message>
            <source>Leave it away to keep the model that is asked for</source>
            <translation>省略它即可保留所请求的模型</translation>
        </message>
        <message>
            <source>The rule says nothing of what to do</source>
            <translation>该规则没有说明要做什么</translation>
        </message>
        <message>
            <source>Give one of --use-model, --max-tokens and --cache</source>
            <translation>请给出 --use-model、--max-tokens 和 --cache 之一</translation>
        </message>
        <message>
            <source>Rule %1 added.</source>
            <translation>规则 %1 已添加。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RulesDialog</name>
        <message>
            <source>Rules</source>
            <translation>规则</translation>
        </message>
        <message>
            <source>What is done with requests to the local endpoint. Model, tokens and cache are each decided by the first rule that fits client and model and says something of it. Tokens are only lowered; the rest passes as it came.</source>
            <translation>规定如何处理发往本地端点的请求。模型、token 和缓存各由第一条符合客户端和模型、并对此有规定的规则决定。token 上限只会降低；其余内容原样通过。</translation>
        </message>
        <message>
            <source>No rule yet. Add one below, to give a tool with a built-in model another one, say, or to answer what is asked twice from the cache.</source>
            <translation>还没有规则。请在下方添加，例如为内置了模型的工具换用另一个模型，或用缓存回答重复的请求。</translation>
        </message>
        <message>
            <source>Add rule</source>
            <translation>添加规则</translation>
        </message>
        <message>
            <source>Save rule</source>
            <translation>保存规则</translation>
        </message>
        <message>
            <source>Remove rule</source>
            <translation>删除规则</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>The rule is added.</source>
            <translation>规则已添加。</translation>
        </message>
        <message>
            <source>The rule is saved.</source>
            <translation>规则已保存。</translation>
        </message>
        <message>
            <source>The rule is removed.</source>
            <translation>规则已删除。</translation>
        </message>
        <message>
            <source>The rule is moved.</source>
            <translation>规则已移动。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::RulesModel</name>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n 天</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s)</source>
            <translation>
                <numerusform>%n 小时</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n 分钟</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n second(s)</source>
            <translation>
                <numerusform>%n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>All clients</source>
            <translation>所有客户端</translation>
        </message>
        <message>
            <source>Every model</source>
            <translation>所有模型</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Asks for</source>
            <translation>请求的模型</translation>
        </message>
        <message>
            <source>Gets</source>
            <translation>改用的模型</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>token 上限</translation>
        </message>
        <message>
            <source>From the cache</source>
            <translation>用缓存回答</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ServeCommand</name>
        <message>
            <source>Address and port to listen on</source>
            <translation>监听的地址和端口</translation>
        </message>
        <message>
            <source>Write the port number to this file</source>
            <translation>将端口号写入此文件</translation>
        </message>
        <message>
            <source>Certificate to encrypt with, a PEM file</source>
            <translation>用于加密的证书（PEM 文件）</translation>
        </message>
        <message>
            <source>Its key, a PEM file</source>
            <translation>其密钥（PEM 文件）</translation>
        </message>
        <message>
            <source>Listen beyond this machine without encryption</source>
            <translation>在本机之外不加密监听</translation>
        </message>
        <message>
            <source>Another name by which it is reached</source>
            <translation>可用来访问它的另一个名称</translation>
        </message>
        <message>
            <source>Requests that may wait for an account</source>
            <translation>可等待账户的请求数</translation>
        </message>
        <message>
            <source>Seconds that a request may wait</source>
            <translation>请求最多等待的秒数</translation>
        </message>
        <message>
            <source>Seconds that answers get to end when it is stopped</source>
            <translation>停止时留给回答结束的秒数</translation>
        </message>
        <message>
            <source>Process %1 serves on this data folder already</source>
            <translation>进程 %1 已在此数据文件夹上提供服务</translation>
        </message>
        <message>
            <source>Stop it first, or give this one a folder of its own with --data-dir</source>
            <translation>请先停止它，或用 --data-dir 给此进程单独的文件夹</translation>
        </message>
        <message>
            <source>WORKER_PORT “%1” is no port</source>
            <translation>WORKER_PORT“%1”不是端口</translation>
        </message>
        <message>
            <source>Use a number from 0 to 65535</source>
            <translation>请使用 0 到 65535 之间的数字</translation>
        </message>
        <message>
            <source>The token of the client “env” is in %1</source>
            <translation>客户端“env”的 token 在 %1 中</translation>
        </message>
        <message>
            <source>A web page that may use it, https://HOST</source>
            <translation>允许使用它的网页，格式为 https://HOST</translation>
        </message>
        <message>
            <source>Listen on this Unix socket too</source>
            <translation>同时在此 Unix 套接字上监听</translation>
        </message>
        <message>
            <source>“%1” is no origin of a web page</source>
            <translation>“%1”不是网页的来源地址</translation>
        </message>
        <message>
            <source>Give it as https://HOST or https://HOST:PORT, without a path</source>
            <translation>请写成 https://HOST 或 https://HOST:PORT，不带路径</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::Settings</name>
        <message>
            <source>“%1” is not a value of %2</source>
            <translation>“%1”不是 %2 的有效值</translation>
        </message>
        <message>
            <source>Allowed: %1</source>
            <translation>允许的值：%1</translation>
        </message>
        <message>
            <source>The settings file %1 cannot be written</source>
            <translation>无法写入设置文件 %1</translation>
        </message>
        <message>
            <source>Check that the folder is yours and the disk is not full</source>
            <translation>请确认文件夹归您所有且磁盘未满</translation>
        </message>
        <message>
            <source>That is not a value of %1</source>
            <translation>这不是 %1 的有效值</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::SettingsCommand</name>
        <message>
            <source>There is no setting “%1”</source>
            <translation>没有名为“%1”的设置</translation>
        </message>
        <message>
            <source>See the names with: patchbay-cli settings list</source>
            <translation>查看名称：patchbay-cli settings list</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>含义</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source> %</source>
            <translation> %</translation>
        </message>
        <message>
            <source>Enter sends, Shift+Enter begins a new line</source>
            <translation>回车发送，Shift+回车换行</translation>
        </message>
        <message>
            <source>Longest answer</source>
            <translation>回答最大长度</translation>
        </message>
        <message>
            <source> tokens</source>
            <translation> token</translation>
        </message>
        <message>
            <source>Wait for a connection</source>
            <translation>等待连接</translation>
        </message>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>Wait for an answer to begin</source>
            <translation>等待回答开始</translation>
        </message>
        <message>
            <source>Wait within an answer</source>
            <translation>回答中的等待</translation>
        </message>
        <message>
            <source>Worker threads</source>
            <translation>工作线程</translation>
        </message>
        <message>
            <source>as the machine has</source>
            <translation>按机器配置</translation>
        </message>
        <message>
            <source>Model of new conversations</source>
            <translation>新对话的模型</translation>
        </message>
        <message>
            <source>This takes effect at the next start.</source>
            <translation>下次启动时生效。</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>提醒</translation>
        </message>
        <message>
            <source>Prices</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>编辑…</translation>
        </message>
        <message>
            <source>Budgets</source>
            <translation>预算</translation>
        </message>
        <message>
            <source>Local endpoint</source>
            <translation>本地端点</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::Sidebar</name>
        <message>
            <source>New chat</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>New chat (Ctrl+N)</source>
            <translation>新对话（Ctrl+N）</translation>
        </message>
        <message>
            <source>Search conversations</source>
            <translation>搜索对话</translation>
        </message>
        <message>
            <source>Words in titles and messages (Ctrl+K)</source>
            <translation>标题和消息中的词（Ctrl+K）</translation>
        </message>
        <message>
            <source>Chats</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Usage</source>
            <translation>用量</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Nothing found. Search looks for all the words, in titles and messages.</source>
            <translation>没有找到。搜索会在标题和消息中查找所有的词。</translation>
        </message>
        <message>
            <source>Your conversations will be here.</source>
            <translation>您的对话会显示在这里。</translation>
        </message>
        <message>
            <source>Deleted “%1”</source>
            <translation>已删除“%1”</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::SignInDialog</name>
        <message>
            <source>Preparing the sign-in…</source>
            <translation>正在准备登录…</translation>
        </message>
        <message>
            <source>Address or command</source>
            <translation>地址或命令</translation>
        </message>
        <message>
            <source>Code, or the address the browser ended at</source>
            <translation>代码，或浏览器最后到达的地址</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Your browser shows the provider's sign-in. This closes once it is done.</source>
            <translation>浏览器正在显示提供方的登录页面。完成后此窗口会自动关闭。</translation>
        </message>
        <message>
            <source>Open this address in a browser and sign in.</source>
            <translation>请在浏览器中打开此地址并登录。</translation>
        </message>
        <message>
            <source>A terminal shows the sign-in of the claude program. This closes once it is done.</source>
            <translation>终端正在显示 claude 程序的登录。完成后此窗口会自动关闭。</translation>
        </message>
        <message>
            <source>Type this in a terminal. This closes once you are signed in.</source>
            <translation>请在终端中输入以下命令。登录后此窗口会自动关闭。</translation>
        </message>
        <message>
            <source>Sign in: %1</source>
            <translation>登录：%1</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the address or command</source>
            <translation>复制地址或命令</translation>
        </message>
        <message>
            <source>Start again</source>
            <translation>重新开始</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::SignInPrompt</name>
        <message>
            <source>Open this address in a browser and sign in:</source>
            <translation>请在浏览器中打开此地址并登录：</translation>
        </message>
        <message>
            <source>Then paste the code that is shown:</source>
            <translation>然后粘贴显示的代码：</translation>
        </message>
        <message>
            <source>If the browser runs on another machine, paste the address that it ends at:</source>
            <translation>如果浏览器在另一台机器上运行，请粘贴它最终到达的地址：</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::SimulateCommand</name>
        <message>
            <source>Use for example --listen 127.0.0.1:0</source>
            <translation>例如使用 --listen 127.0.0.1:0</translation>
        </message>
        <message>
            <source>The file %1 cannot be read</source>
            <translation>无法读取文件 %1</translation>
        </message>
        <message>
            <source>Check its name and that you may read it</source>
            <translation>请检查文件名和读取权限</translation>
        </message>
        <message>
            <source>“%1” is not an address of this machine alone</source>
            <translation>“%1”不是仅限本机的地址</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::Simulator</name>
        <message>
            <source>Port %1 of %2 cannot be listened on</source>
            <translation>无法监听 %2 的端口 %1</translation>
        </message>
        <message>
            <source>Choose another port, or 0 for a free one</source>
            <translation>请选择其他端口，或用 0 表示任意空闲端口</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::StackedColumns</name>
        <message>
            <source>Use over time</source>
            <translation>用量随时间的变化</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>At this pace</source>
            <translation>按此速度</translation>
        </message>
        <message>
            <source>%1 (%2 to %3)</source>
            <translation>%1（%2 至 %3）</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::StatusLine</name>
        <message>
            <source>%1k</source>
            <comment>thousands</comment>
            <translation>%1k</translation>
        </message>
        <message>
            <source>%1 M</source>
            <comment>millions</comment>
            <translation>%1 M</translation>
        </message>
        <message>
            <source>Nothing spent today</source>
            <translation>今天没有花费</translation>
        </message>
        <message>
            <source>No account yet</source>
            <translation>还没有账户</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n account(s) ready</source>
            <translation>
                <numerusform>%1 / %n 个账户就绪</numerusform>
            </translation>
        </message>
        <message>
            <source>Show the accounts</source>
            <translation>显示账户</translation>
        </message>
        <message>
            <source>%1 in flight, %2 waiting</source>
            <translation>%1 个进行中，%2 个等待中</translation>
        </message>
        <message>
            <source>Today %1 tokens · %2</source>
            <translation>今天 %1 个 token · %2</translation>
        </message>
        <message>
            <source>Show the usage</source>
            <translation>显示用量</translation>
        </message>
        <message>
            <source>Pool</source>
            <translation>账户池</translation>
        </message>
        <message>
            <source>Show what the pool is doing (Ctrl+4)</source>
            <translation>显示账户池正在做什么（Ctrl+4）</translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)</source>
            <translation>
                <numerusform>%n 条提醒</numerusform>
            </translation>
        </message>
        <message>
            <source>Show the alerts</source>
            <translation>查看提醒</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::TokenKeeper</name>
        <message>
            <source>The provider refuses the token that it has just given to “%1”</source>
            <translation>提供方拒绝了刚刚发给“%1”的 token</translation>
        </message>
        <message>
            <source>Check that the account may use the API, then sign in again</source>
            <translation>请检查该账户是否可以使用 API，然后重新登录</translation>
        </message>
        <message>
            <source>Another Patchbay is renewing the sign-in of “%1” and does not come to an end</source>
            <translation>另一个 Patchbay 正在续期“%1”的登录，且一直没有结束</translation>
        </message>
        <message>
            <source>Close it, or wait a moment and try again</source>
            <translation>请关闭它，或稍候再试</translation>
        </message>
        <message>
            <source>The renewed sign-in of “%1” cannot be kept: %2</source>
            <translation>无法保存“%1”续期后的登录：%2</translation>
        </message>
        <message>
            <source>Another sign-in took the place of this one</source>
            <translation>另一次登录取代了这次登录</translation>
        </message>
        <message>
            <source>The sign-in of “%1” has ended and cannot be renewed</source>
            <translation>“%1”的登录已结束，且无法续期</translation>
        </message>
        <message>
            <source>Sign in with the program it came from, then import it again</source>
            <translation>请用原来的程序登录，然后重新导入</translation>
        </message>
        <message>
            <source>Sign in again in the window, or with: patchbay-cli accounts login “%1”</source>
            <translation>请在窗口中重新登录，或使用：patchbay-cli accounts login “%1”</translation>
        </message>
        <message>
            <source>“%1” is not signed in</source>
            <translation>“%1”尚未登录</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::ToolSetupPage</name>
        <message>
            <source>Tool</source>
            <translation>工具</translation>
        </message>
        <message>
            <source>Shell</source>
            <translation>Shell</translation>
        </message>
        <message>
            <source>sh, bash, zsh</source>
            <translation>sh、bash、zsh</translation>
        </message>
        <message>
            <source>PowerShell</source>
            <translation>PowerShell</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Set up a tool as “%1”</source>
            <translation>以“%1”设置工具</translation>
        </message>
        <message>
            <source>The token is filled in, this once. Keep what you paste to yourself.</source>
            <translation>已填入 token，仅此一次。粘贴的内容请勿外传。</translation>
        </message>
        <message>
            <source>Put the client's token in place of %1. One that was lost is replaced by a new token.</source>
            <translation>请把 %1 换成该客户端的 token。丢失的 token 可以更换。</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::TopConversationsModel</name>
        <message>
            <source>This conversation was deleted</source>
            <translation>此对话已删除</translation>
        </message>
        <message>
            <source>Covered by the plan; %1 by the price list</source>
            <translation>由订阅涵盖；按价目表为 %1</translation>
        </message>
        <message>
            <source>Deleted</source>
            <translation>已删除</translation>
        </message>
        <message>
            <source>Untitled</source>
            <translation>无标题</translation>
        </message>
        <message>
            <source>plan</source>
            <comment>cost that a subscription covers</comment>
            <translation>订阅</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::TranscriptView</name>
        <message>
            <source>Transcript</source>
            <translation>对话内容</translation>
        </message>
        <message>
            <source>Jump to the end</source>
            <translation>跳到末尾</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy message</source>
            <translation>复制消息</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::TrayIcon</name>
        <message>
            <source>Open Patchbay</source>
            <translation>打开 Patchbay</translation>
        </message>
        <message>
            <source>Snooze alerts</source>
            <translation>暂停提醒</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>No account yet</source>
            <translation>还没有账户</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n account(s) ready</source>
            <translation>
                <numerusform>%n 个账户中 %1 个就绪</numerusform>
            </translation>
        </message>
        <message>
            <source>Alerts…</source>
            <translation>提醒…</translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)…</source>
            <translation>
                <numerusform>%n 条提醒…</numerusform>
            </translation>
        </message>
        <message>
            <source>End the snooze (until %1)</source>
            <translation>结束暂停（至 %1）</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageBar</name>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 天</translation>
        </message>
        <message>
            <source>30 days</source>
            <translation>30 天</translation>
        </message>
        <message>
            <source>90 days</source>
            <translation>90 天</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月</translation>
        </message>
        <message>
            <source>Custom</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>The time before</source>
            <translation>前一时段</translation>
        </message>
        <message>
            <source>The time after</source>
            <translation>后一时段</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>第一天</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>最后一天</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>By</source>
            <translation>按</translation>
        </message>
        <message>
            <source>account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>day</source>
            <translation>日期</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageCards</name>
        <message>
            <source>%1 %</source>
            <comment>percent</comment>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Read from cache</source>
            <translation>读自缓存</translation>
        </message>
        <message>
            <source>First byte, median</source>
            <translation>首字节时间，中位数</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>At this pace</source>
            <translation>按此速度</translation>
        </message>
        <message>
            <source>Cost, %1</source>
            <translation>花费，%1</translation>
        </message>
        <message>
            <source>over ten times the time before</source>
            <translation>超过前一时段的十倍</translation>
        </message>
        <message>
            <source>%1%2 % on the time before</source>
            <translation>较前一时段 %1%2 %</translation>
        </message>
        <message>
            <source>+ %1 of plan use</source>
            <translation>+ %1 订阅用量</translation>
        </message>
        <message>
            <source>%1 in as much of the time before</source>
            <translation>前一时段同样长度内为 %1</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>error, how often</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Attempts that failed, also those that another account made good:</source>
            <translation>失败的尝试，包括后来由其他账户完成的：</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <comment>errors, their share</comment>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>&lt; 1 %</source>
            <translation>&lt; 1 %</translation>
        </message>
        <message numerus="yes">
            <source>of %n request(s)</source>
            <translation>
                <numerusform>共 %n 次请求</numerusform>
            </translation>
        </message>
        <message>
            <source>Too little is known yet</source>
            <translation>目前数据太少</translation>
        </message>
        <message>
            <source>Known once there was use over some hours</source>
            <translation>使用数小时后即可得知</translation>
        </message>
        <message>
            <source>MMM</source>
            <extracomment>A month, short, as QLocale::toString() takes it.</extracomment>
            <translation>M月</translation>
        </message>
        <message>
            <source>d MMM</source>
            <extracomment>A day without its year, as QLocale::toString() takes it.</extracomment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>%1 so far</source>
            <translation>目前 %1</translation>
        </message>
        <message>
            <source>budget of %1 reached</source>
            <translation>已达到预算 %1</translation>
        </message>
        <message>
            <source>budget of %1 reached on %2</source>
            <translation>预算 %1 将于 %2 用完</translation>
        </message>
        <message>
            <source>within the budget of %1</source>
            <translation>在预算 %1 之内</translation>
        </message>
        <message>
            <source>%1 in %2</source>
            <comment>money in a month</comment>
            <translation>%2 %1</translation>
        </message>
        <message>
            <source>Between %1 and %2 by the end of the month; %3 so far</source>
            <translation>到月底为 %1 至 %2；目前 %3</translation>
        </message>
        <message>
            <source>%1 in, %2 out</source>
            <translation>输入 %1，输出 %2</translation>
        </message>
        <message>
            <source>saved %1</source>
            <translation>节省 %1</translation>
        </message>
        <message>
            <source>cost %1 more than it saved</source>
            <translation>比节省的多花 %1</translation>
        </message>
        <message>
            <source>%1 of %2 tokens of input. What reading them saved against input without a cache, less what writing them cost more</source>
            <translation>输入的 %2 个 token 中有 %1 个。节省额为读取缓存比无缓存输入少花的钱，减去写入缓存多花的钱</translation>
        </message>
        <message>
            <source>95 % within %1</source>
            <translation>95 % 在 %1 内</translation>
        </message>
        <message numerus="yes">
            <source>From sending to the first byte of %n answer(s)</source>
            <translation>
                <numerusform>从发送到收到首字节，共 %n 个回答</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageCommand</name>
        <message>
            <source>Nothing was used in this period.</source>
            <translation>此期间没有用量。</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache write</source>
            <translation>缓存写入</translation>
        </message>
        <message>
            <source>USD</source>
            <translation>美元</translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) of a model without a known price are not in the sum.</source>
            <translation>
                <numerusform>有 %n 个请求的模型价格未知，未计入合计。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of the ledger were read.</source>
            <translation>
                <numerusform>已读取账本中的 %n 行。</numerusform>
            </translation>
        </message>
        <message>
            <source>Sums of before %1 are kept as they are, for their rows were let go.</source>
            <translation>%1 之前的汇总保持原样，因为其明细行已被清除。</translation>
        </message>
        <message>
            <source>All sums were rebuilt and checked equal.</source>
            <translation>所有汇总已重建，核对一致。</translation>
        </message>
        <message numerus="yes">
            <source>%n sum(s) differed from the ledger and were put right.</source>
            <translation>
                <numerusform>有 %n 项汇总与账本不符，已更正。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageHeader</name>
        <message>
            <source>Usage</source>
            <translation>用量</translation>
        </message>
        <message>
            <source>Budgets…</source>
            <translation>预算…</translation>
        </message>
        <message>
            <source>Alerts…</source>
            <translation>提醒…</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Prices…</source>
            <translation>价格…</translation>
        </message>
        <message>
            <source>Import Claude Code logs…</source>
            <translation>导入 Claude Code 日志…</translation>
        </message>
        <message>
            <source>Compare with the provider's report…</source>
            <translation>与提供商的报告比较…</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsagePage</name>
        <message>
            <source>Table of usage</source>
            <translation>用量表</translation>
        </message>
        <message>
            <source>Nothing was used in this time.
Each answer is counted here, with its tokens and what it cost. The demo is left out.</source>
            <translation>这段时间没有用量。
每个回答都会计入这里，包括其 token 数和花费。演示不计入。</translation>
        </message>
        <message>
            <source>Send a message</source>
            <translation>发送消息</translation>
        </message>
        <message>
            <source>as of %1, live</source>
            <translation>截至 %1，实时</translation>
        </message>
        <message>
            <source>There is no account yet.
Add one, and each answer is counted here, with its tokens and what it cost.</source>
            <translation>还没有账户。
添加账户后，每个回答及其 token 数和费用都会计入这里。</translation>
        </message>
        <message>
            <source>Add account…</source>
            <translation>添加账户…</translation>
        </message>
        <message>
            <source>Nothing of this cost money. Tokens shows what was used.</source>
            <translation>这些都没有产生花费。“Token”显示用量。</translation>
        </message>
        <message>
            <source>Usage, %1</source>
            <translation>用量，%1</translation>
        </message>
        <message>
            <source>%1 · %2 tokens</source>
            <translation>%1 · %2 个 token</translation>
        </message>
        <message>
            <source>Top conversations</source>
            <translation>花费最多的对话</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>限额</translation>
        </message>
        <message>
            <source>All requests, %1</source>
            <translation>全部请求，%1</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <comment>an account, a time</comment>
            <translation>%1，%2</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageSaver</name>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save usage</source>
            <translation>保存用量</translation>
        </message>
        <message>
            <source>Chart as a picture (PNG)…</source>
            <translation>图表存为图片（PNG）…</translation>
        </message>
        <message>
            <source>Chart as a drawing (SVG)…</source>
            <translation>图表存为矢量图（SVG）…</translation>
        </message>
        <message>
            <source>Figures as a table (CSV)…</source>
            <translation>数据存为表格（CSV）…</translation>
        </message>
        <message>
            <source>Copy the table</source>
            <translation>复制表格</translation>
        </message>
        <message>
            <source>Nothing was read yet</source>
            <translation>尚未读取任何数据</translation>
        </message>
        <message>
            <source>Try again in a moment</source>
            <translation>请稍后再试</translation>
        </message>
        <message>
            <source>Saved as %1</source>
            <translation>已保存为 %1</translation>
        </message>
    </context>
    <context>
        <name>Patchbay::UsageTableModel</name>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>%1, and %2 written to caches</source>
            <translation>%1，另有 %2 写入缓存</translation>
        </message>
        <message>
            <source>Half of the answers began within %1, 95 % within %2</source>
            <translation>一半的回答在 %1 内开始，95 % 在 %2 内</translation>
        </message>
        <message>
            <source>Covered by the plan; %1 by the price list</source>
            <translation>由订阅涵盖；按价目表为 %1</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>First byte</source>
            <translation>首字节</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
    </context>
    <context>
        <name>Paths</name>
        <message>
            <source>The folder %1 cannot be made or is not yours</source>
            <translation>无法创建文件夹 %1，或它不归您所有</translation>
        </message>
        <message>
            <source>Check who owns it, or choose another with --data-dir</source>
            <translation>请检查其所有者，或用 --data-dir 选择其他文件夹</translation>
        </message>
    </context>
    <context>
        <name>PoolRowsText</name>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Command line</source>
            <translation>命令行</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>To be tried again</source>
            <translation>即将重新试用</translation>
        </message>
        <message>
            <source>Rests, %1 left</source>
            <translation>休息中，还剩 %1</translation>
        </message>
        <message>
            <source>Needs sign-in</source>
            <translation>需要登录</translation>
        </message>
        <message>
            <source>Blocked</source>
            <translation>已被阻止</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>Over budget</source>
            <translation>超出预算</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>In flight</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>Serves</source>
            <translation>正在服务</translation>
        </message>
        <message>
            <source>%1: %2, %3</source>
            <extracomment>client, model, for how long: "Window: Sonnet 5.5, 0:07"</extracomment>
            <translation>%1：%2，%3</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <extracomment>requests in flight of the most there may be</extracomment>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Waits for</source>
            <translation>已等待</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>剩余</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>A removed account</source>
            <translation>已移除的账户</translation>
        </message>
    </context>
    <context>
        <name>PriceTableText</name>
        <message>
            <source>Line %1 of the price table: %2</source>
            <translation>价格表第 %1 行：%2</translation>
        </message>
        <message>
            <source>Mend the table or go back to the one that ships</source>
            <translation>请修正价格表或恢复随附的价格表</translation>
        </message>
        <message>
            <source>it does not name the version</source>
            <translation>没有写明版本</translation>
        </message>
        <message>
            <source>it does not have the columns of the head</source>
            <translation>列数与表头不符</translation>
        </message>
        <message>
            <source>%1 is not right</source>
            <translation>%1 不正确</translation>
        </message>
        <message>
            <source>%1 is there twice</source>
            <translation>%1 出现了两次</translation>
        </message>
        <message>
            <source>there is no price in it</source>
            <translation>其中没有价格</translation>
        </message>
    </context>
    <context>
        <name>PriceText</name>
        <message>
            <source>“%1” is no price in US dollars for a million tokens</source>
            <translation>“%1”不是每百万 token 的美元价格</translation>
        </message>
        <message>
            <source>Write it as 3 or 0.25</source>
            <translation>请写成 3 或 0.25 的形式</translation>
        </message>
        <message>
            <source>A price is of a model</source>
            <translation>价格必须属于某个模型</translation>
        </message>
        <message>
            <source>Give the model's id, as claude-sonnet-5-5</source>
            <translation>请给出模型 ID，例如 claude-sonnet-5-5</translation>
        </message>
        <message>
            <source>A price holds from a day on</source>
            <translation>价格须有起始日期</translation>
        </message>
        <message>
            <source>Write the day as 2026-11-20</source>
            <translation>请将日期写成 2026-11-20 的形式</translation>
        </message>
        <message>
            <source>A price is at most 100,000 US dollars for a million tokens</source>
            <translation>价格最高为每百万 token 100,000 美元</translation>
        </message>
    </context>
    <context>
        <name>ProcessLock</name>
        <message>
            <source>No lock file can be written in %1</source>
            <translation>无法在 %1 中写入锁文件</translation>
        </message>
        <message>
            <source>Check that the folder is yours and the disk is not full</source>
            <translation>请确认文件夹归您所有且磁盘未满</translation>
        </message>
    </context>
    <context>
        <name>PromptCounterText</name>
        <message>
            <source>The upstream did not count the tokens</source>
            <translation>上游没有计算 token 数</translation>
        </message>
        <message>
            <source>The estimate stays</source>
            <translation>仍使用估计值</translation>
        </message>
    </context>
    <context>
        <name>PromptWords</name>
        <message>
            <source>Too long for %1: %2 of %3 tokens. Shorten it, go on from an earlier message, or choose a model with more context</source>
            <translation>对 %1 来说太长：%2 / %3 个 token。请缩短内容、从较早的消息继续，或选择上下文更大的模型</translation>
        </message>
        <message>
            <source>%1 % of context: too long for %2</source>
            <translation>上下文的 %1 %：对 %2 来说太长</translation>
        </message>
        <message>
            <source>%1 %: too long</source>
            <translation>%1 %：太长</translation>
        </message>
        <message>
            <source>%1 % of context: go on in a new chat, or from an earlier message</source>
            <translation>上下文已用 %1 %：请在新对话中继续，或从较早的消息继续</translation>
        </message>
        <message>
            <source>%1 % of context: almost full</source>
            <translation>上下文已用 %1 %：即将用完</translation>
        </message>
        <message>
            <source>%1 % of context</source>
            <translation>上下文的 %1 %</translation>
        </message>
        <message>
            <source>%1 tokens so far</source>
            <translation>目前 %1 个 token</translation>
        </message>
        <message>
            <source>%1 tokens in</source>
            <translation>输入 %1 个 token</translation>
        </message>
        <message>
            <source>≈ %1 tokens in</source>
            <translation>输入 ≈ %1 个 token</translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Conversation so far: %1 tokens, of which about %2 are likely read from the cache</source>
            <translation>此前的对话：%1 个 token，其中约 %2 个可能从缓存读取</translation>
        </message>
        <message>
            <source>Conversation so far: %1 tokens</source>
            <translation>此前的对话：%1 个 token</translation>
        </message>
        <message>
            <source>System prompt: about %1 tokens</source>
            <translation>系统提示词：约 %1 个 token</translation>
        </message>
        <message>
            <source>This message: about %1 tokens</source>
            <translation>这条消息：约 %1 个 token</translation>
        </message>
        <message>
            <source>Attachments: about %1 tokens</source>
            <translation>附件：约 %1 个 token</translation>
        </message>
        <message>
            <source>Counted by the provider: %1 tokens</source>
            <translation>提供商计数：%1 个 token</translation>
        </message>
        <message>
            <source>Context of %1: %2 tokens</source>
            <translation>%1 的上下文：%2 个 token</translation>
        </message>
        <message>
            <source>Served by a subscription: it takes from the plan's limits, not money</source>
            <translation>由订阅提供服务：占用套餐额度，不另外计费</translation>
        </message>
        <message>
            <source>At most %1 with an answer of %2 tokens</source>
            <translation>若回答长达 %2 个 token，最多 %1</translation>
        </message>
        <message>
            <source>The price of this model is not known</source>
            <translation>此模型的价格未知</translation>
        </message>
    </context>
    <context>
        <name>ProviderReportText</name>
        <message>
            <source>The provider's report has a form that is not known</source>
            <translation>提供商的报告格式未知</translation>
        </message>
        <message>
            <source>Try it again, or look at the report in the Console</source>
            <translation>请重试，或在控制台中查看报告</translation>
        </message>
    </context>
    <context>
        <name>RefusalsText</name>
        <message>
            <source>No account became free in time</source>
            <translation>没有账户及时空出</translation>
        </message>
        <message>
            <source>No account became free in time: %1</source>
            <translation>没有账户及时空出：%1</translation>
        </message>
        <message>
            <source>Send it again later, add an account, or allow more requests at once</source>
            <translation>请稍后重新发送、添加账户，或允许更多并发请求</translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) are waiting already, and no more may</source>
            <translation>
                <numerusform>已有 %n 个请求在等待，不能再增加</numerusform>
            </translation>
        </message>
        <message>
            <source>Send it again when some of them are done</source>
            <translation>请在其中一些完成后重新发送</translation>
        </message>
        <message>
            <source>The request was stopped</source>
            <translation>请求已停止</translation>
        </message>
        <message>
            <source>The program ended before the request</source>
            <translation>程序在请求完成前结束</translation>
        </message>
        <message>
            <source>The budget of $%1 a day</source>
            <translation>每日 $%1 的预算</translation>
        </message>
        <message>
            <source>The budget of $%1 a month</source>
            <translation>每月 $%1 的预算</translation>
        </message>
        <message>
            <source>The budget of %1, $%2 a day</source>
            <translation>%1 每日 $%2 的预算</translation>
        </message>
        <message>
            <source>The budget of %1, $%2 a month</source>
            <translation>%1 每月 $%2 的预算</translation>
        </message>
        <message>
            <source>Price unknown: nothing tells what %1 costs</source>
            <translation>价格未知：不知道 %1 的价格</translation>
        </message>
        <message>
            <source>%1 is never passed: add a price, choose another model, or let the budget warn only</source>
            <translation>%1绝不超出：请添加价格、选择其他模型，或让预算只作提醒</translation>
        </message>
        <message>
            <source>%1 is used up ($%2 spent)</source>
            <translation>%1已用完（已花费 $%2）</translation>
        </message>
        <message>
            <source>%1 has too little left for this request ($%2 spent, $%3 set aside for requests under way)</source>
            <translation>%1的余额不足以发送此请求（已花费 $%2，为进行中的请求预留 $%3）</translation>
        </message>
        <message>
            <source>%1 has too little left for this request ($%2 spent)</source>
            <translation>%1的余额不足以发送此请求（已花费 $%2）</translation>
        </message>
        <message>
            <source>Raise the budget, allow a shorter answer, or wait until it begins anew, %1</source>
            <translation>请提高预算、允许更短的回答，或等到预算重新开始（%1）</translation>
        </message>
    </context>
    <context>
        <name>RuleRows</name>
        <message>
            <source>There is no rule %1</source>
            <translation>没有规则 %1</translation>
        </message>
        <message>
            <source>See them with: patchbay-cli rules list</source>
            <translation>查看规则：patchbay-cli rules list</translation>
        </message>
        <message>
            <source>There are %1 rules already</source>
            <translation>已有 %1 条规则</translation>
        </message>
        <message>
            <source>Remove one first</source>
            <translation>请先删除一条</translation>
        </message>
    </context>
    <context>
        <name>SchedulerText</name>
        <message>
            <source>No API key found</source>
            <translation>未找到 API 密钥</translation>
        </message>
        <message>
            <source>Set CLAUDE_API_KEY or ANTHROPIC_API_KEY, or add an account with “patchbay-cli accounts add” or in the window</source>
            <translation>请设置 CLAUDE_API_KEY 或 ANTHROPIC_API_KEY，或用“patchbay-cli accounts add”或在窗口中添加账户</translation>
        </message>
        <message>
            <source>; </source>
            <extracomment>joins the reasons why each account cannot be used</extracomment>
            <translation>；</translation>
        </message>
        <message>
            <source>No account can take this request: %1</source>
            <translation>没有账户能处理此请求：%1</translation>
        </message>
        <message>
            <source>Add another account</source>
            <translation>请添加其他账户</translation>
        </message>
        <message>
            <source>The account that was named is not there</source>
            <translation>指定的账户不存在</translation>
        </message>
        <message>
            <source>See “patchbay-cli accounts list” for those there are</source>
            <translation>用“patchbay-cli accounts list”查看现有账户</translation>
        </message>
        <message>
            <source>All accounts are busy</source>
            <translation>所有账户都在忙</translation>
        </message>
        <message>
            <source>its rest is over: this request tries it</source>
            <translation>休息已结束：由此请求试用</translation>
        </message>
        <message>
            <source>stays with its conversation</source>
            <translation>继续服务同一对话</translation>
        </message>
        <message>
            <source>the only one that can serve</source>
            <translation>唯一可用的账户</translation>
        </message>
        <message>
            <source>others failed lately</source>
            <translation>其他账户最近失败过</translation>
        </message>
        <message>
            <source>comes first by priority</source>
            <translation>优先级最高</translation>
        </message>
        <message>
            <source>has most room: %1 % of its tightest limit</source>
            <translation>余量最多：最紧的限额还剩 %1 %</translation>
        </message>
        <message>
            <source>has the least to do</source>
            <translation>当前任务最少</translation>
        </message>
        <message>
            <source>was used least recently</source>
            <translation>最久未使用</translation>
        </message>
    </context>
    <context>
        <name>ScriptText</name>
        <message>
            <source>the script</source>
            <translation>脚本</translation>
        </message>
        <message>
            <source>The script is wrong at %1</source>
            <translation>脚本在 %1 处有误</translation>
        </message>
        <message>
            <source>Write a text there</source>
            <translation>此处请写文本</translation>
        </message>
        <message>
            <source>Write a number from %1 on there</source>
            <translation>此处请写不小于 %1 的数字</translation>
        </message>
        <message>
            <source>Write true or false there</source>
            <translation>此处请写 true 或 false</translation>
        </message>
        <message>
            <source>There is no such field; check its spelling</source>
            <translation>没有该字段；请检查拼写</translation>
        </message>
        <message>
            <source>Write an object of names and texts there</source>
            <translation>此处请写名称到文本的对象</translation>
        </message>
        <message>
            <source>Write one line there</source>
            <translation>此处请写一行</translation>
        </message>
        <message>
            <source>Write an object or a text there</source>
            <translation>此处请写对象或文本</translation>
        </message>
        <message>
            <source>Write blocks with a type</source>
            <translation>请写带 type 的块</translation>
        </message>
        <message>
            <source>Write a list of blocks there</source>
            <translation>此处请写块的列表</translation>
        </message>
        <message>
            <source>At most 256 MB</source>
            <translation>最多 256 MB</translation>
        </message>
        <message>
            <source>The faults are cut, reset, end, hang, error_event, malformed and bytewise</source>
            <translation>可用的故障有 cut、reset、end、hang、error_event、malformed 和 bytewise</translation>
        </message>
        <message>
            <source>Write an object with type, message and error_code there</source>
            <translation>此处请写含 type、message 和 error_code 的对象</translation>
        </message>
        <message>
            <source>Write an object there: a step</source>
            <translation>此处请写对象：一个步骤</translation>
        </message>
        <message>
            <source>The routes are messages, count_tokens and models</source>
            <translation>可用的路由有 messages、count_tokens 和 models</translation>
        </message>
        <message>
            <source>Write a status from 200 to 599</source>
            <translation>请写 200 到 599 的状态码</translation>
        </message>
        <message>
            <source>Write a list of at least one step there</source>
            <translation>此处请写至少含一个步骤的列表</translation>
        </message>
        <message>
            <source>The script is not valid JSON in line %1</source>
            <translation>脚本第 %1 行不是有效的 JSON</translation>
        </message>
        <message>
            <source>Mend it there</source>
            <translation>请在该处修正</translation>
        </message>
        <message>
            <source>The script is not a JSON object</source>
            <translation>脚本不是 JSON 对象</translation>
        </message>
        <message>
            <source>Write an object with “keys” or “default”</source>
            <translation>请写含“keys”或“default”的对象</translation>
        </message>
        <message>
            <source>Write an object of keys and steps there</source>
            <translation>此处请写密钥到步骤的对象</translation>
        </message>
        <message>
            <source>Write an object there</source>
            <translation>请在该处写一个对象</translation>
        </message>
        <message>
            <source>The faults are hang and lost</source>
            <translation>故障类型有 hang 和 lost</translation>
        </message>
        <message>
            <source>Write a list there</source>
            <translation>请在该处写一个列表</translation>
        </message>
        <message>
            <source>Write an object of prices there</source>
            <translation>请在此处写一个价格对象</translation>
        </message>
    </context>
    <context>
        <name>SealedFileText</name>
        <message>
            <source>The vault file %1 is damaged or not a vault</source>
            <translation>保险库文件 %1 已损坏或不是保险库</translation>
        </message>
        <message>
            <source>Put a copy of it in its place, or move it away and enter the keys again</source>
            <translation>请用副本替换，或将其移开并重新输入密钥</translation>
        </message>
        <message>
            <source>Encryption cannot be started</source>
            <translation>无法启动加密</translation>
        </message>
        <message>
            <source>There is too little memory to open the vault file</source>
            <translation>内存不足，无法打开保险库文件</translation>
        </message>
        <message numerus="yes">
            <source>Free about %n MB of memory, then try again</source>
            <translation>
                <numerusform>请释放约 %n MB 内存后重试</numerusform>
            </translation>
        </message>
        <message>
            <source>The vault file %1 is a link or no file</source>
            <translation>保险库文件 %1 是链接或不是文件</translation>
        </message>
        <message>
            <source>Put the vault file itself there</source>
            <translation>请将保险库文件本身放在那里</translation>
        </message>
        <message>
            <source>The vault file %1 cannot be read</source>
            <translation>无法读取保险库文件 %1</translation>
        </message>
        <message>
            <source>Check that the file is yours</source>
            <translation>请确认文件归您所有</translation>
        </message>
        <message>
            <source>The passphrase does not open the vault file %1</source>
            <translation>口令无法打开保险库文件 %1</translation>
        </message>
        <message>
            <source>Put the passphrase it was made with into the file that PATCHBAY_VAULT_PASSPHRASE_FILE names</source>
            <translation>请将创建时使用的口令写入 PATCHBAY_VAULT_PASSPHRASE_FILE 指定的文件</translation>
        </message>
        <message>
            <source>Another program holds the vault file %1</source>
            <translation>另一个程序正在占用保险库文件 %1</translation>
        </message>
        <message>
            <source>Wait a moment, then try again</source>
            <translation>请稍候重试</translation>
        </message>
        <message>
            <source>The vault file %1 cannot be written</source>
            <translation>无法写入保险库文件 %1</translation>
        </message>
        <message>
            <source>Check that its folder is yours and the disk is not full</source>
            <translation>请确认其文件夹归您所有且磁盘未满</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Language of the program; empty for the system's</source>
            <translation>程序语言；留空表示跟随系统</translation>
        </message>
        <message>
            <source>Light or dark, or as the system is</source>
            <translation>浅色、深色或跟随系统</translation>
        </message>
        <message>
            <source>Size of the text of conversations, in percent</source>
            <translation>对话文字大小（百分比）</translation>
        </message>
        <message>
            <source>Model of new conversations</source>
            <translation>新对话的模型</translation>
        </message>
        <message>
            <source>Longest answer, in tokens</source>
            <translation>回答的最大长度（token）</translation>
        </message>
        <message>
            <source>Worker threads; 0 chooses by the machine</source>
            <translation>工作线程数；0 表示按机器选择</translation>
        </message>
        <message>
            <source>Seconds to wait for a connection</source>
            <translation>等待连接的秒数</translation>
        </message>
        <message>
            <source>Seconds to wait for an answer to begin</source>
            <translation>等待回答开始的秒数</translation>
        </message>
        <message>
            <source>Seconds of silence within an answer</source>
            <translation>回答中允许的静默秒数</translation>
        </message>
        <message>
            <source>Enter sends and Shift+Enter begins a new line</source>
            <translation>回车发送，Shift+回车换行</translation>
        </message>
        <message>
            <source>Alert when much or all of a budget is spent</source>
            <translation>预算用去大部分或全部时提醒</translation>
        </message>
        <message>
            <source>Share of a budget for the first alert, in percent</source>
            <translation>首次提醒时预算已用的百分比</translation>
        </message>
        <message>
            <source>Alert when a limit of hours or days is nearly used up</source>
            <translation>按小时或按天的限额即将用完时提醒</translation>
        </message>
        <message>
            <source>Used share of a limit that is nearly all, in percent</source>
            <translation>限额已用多少百分比算即将用完</translation>
        </message>
        <message>
            <source>Alert when an account needs a sign-in or a new key</source>
            <translation>账户需要登录或更换密钥时提醒</translation>
        </message>
        <message>
            <source>Alert when more requests fail than usual</source>
            <translation>失败的请求多于平常时提醒</translation>
        </message>
        <message>
            <source>How many more of a hundred requests fail than usual</source>
            <translation>失败率高出平常的百分点</translation>
        </message>
        <message>
            <source>Requests within 15 minutes below which errors do not count</source>
            <translation>15 分钟内请求少于此数时不计失败率</translation>
        </message>
        <message>
            <source>Alert when a limit or budget soon runs out at this pace</source>
            <translation>按当前速度限额或预算即将用完时提醒</translation>
        </message>
        <message>
            <source>Minutes before it runs out</source>
            <translation>用完前的分钟数</translation>
        </message>
        <message>
            <source>Show alerts as notifications of the desktop too</source>
            <translation>同时以桌面通知显示提醒</translation>
        </message>
        <message>
            <source>Address that each alert is posted to; empty for none</source>
            <translation>每条提醒发送到的地址；留空则不发送</translation>
        </message>
        <message>
            <source>Have the provider count the tokens of a message while it is written, which sends it there before Send is pressed</source>
            <translation>在撰写消息时由提供商计算其 token 数，这会在按下“发送”之前就把内容发送给提供商</translation>
        </message>
        <message>
            <source>Days that single requests are kept in the usage records; 0 keeps all. Sums are always kept</source>
            <translation>用量记录中保留单个请求的天数；0 表示全部保留。汇总始终保留</translation>
        </message>
        <message>
            <source>The window serves the pool on a local address</source>
            <translation>窗口在本地地址上提供账户池</translation>
        </message>
        <message>
            <source>Port of the local address</source>
            <translation>本地地址的端口</translation>
        </message>
        <message>
            <source>Requests that the request inspector keeps in memory</source>
            <translation>请求检查器在内存中保留的请求数</translation>
        </message>
    </context>
    <context>
        <name>SnoozeMenu</name>
        <message>
            <source>For 1 hour</source>
            <translation>1 小时</translation>
        </message>
        <message>
            <source>Until tomorrow</source>
            <translation>到明天</translation>
        </message>
    </context>
    <context>
        <name>StandingText</name>
        <message>
            <source>%1 has as many requests running as it may</source>
            <translation>%1 的并发请求已满</translation>
        </message>
        <message>
            <source>%1 is being tried again by one request</source>
            <translation>%1 正由一个请求重新试用</translation>
        </message>
        <message>
            <source>%1 rests until %2</source>
            <translation>%1 休息到 %2</translation>
        </message>
        <message>
            <source>%1 is disabled</source>
            <translation>%1 已停用</translation>
        </message>
        <message>
            <source>%1 does not serve this kind of client</source>
            <translation>%1 不为此类客户端服务</translation>
        </message>
        <message>
            <source>%1 is not set to use the model %2</source>
            <translation>%1 未设置使用模型 %2</translation>
        </message>
        <message>
            <source>%1 cannot use %2 now: %3</source>
            <translation>%1 现在不能使用 %2：%3</translation>
        </message>
        <message>
            <source>%1 rests for %2 until %3</source>
            <translation>%1 对 %2 休息到 %3</translation>
        </message>
        <message>
            <source>the address of %1 is not encrypted</source>
            <translation>%1 的地址未加密</translation>
        </message>
        <message>
            <source>the key of %1 was rejected</source>
            <translation>%1 的密钥被拒绝</translation>
        </message>
        <message>
            <source>%1 needs you to sign in</source>
            <translation>%1 需要您登录</translation>
        </message>
        <message>
            <source>%1 is blocked by the provider</source>
            <translation>%1 被提供商阻止</translation>
        </message>
        <message>
            <source>%1 is blocked: %2</source>
            <translation>%1 被阻止：%2</translation>
        </message>
        <message>
            <source>the key of %1 cannot be read now</source>
            <translation>目前无法读取 %1 的密钥</translation>
        </message>
        <message>
            <source>%1 is over its budget</source>
            <translation>%1 超出预算</translation>
        </message>
        <message>
            <source>Send it again after that time, or add another account</source>
            <translation>请在该时间之后重新发送，或添加其他账户</translation>
        </message>
        <message>
            <source>Enable the account, or add another one</source>
            <translation>请启用该账户，或添加其他账户</translation>
        </message>
        <message>
            <source>Allow this kind of client in the account's settings</source>
            <translation>请在账户设置中允许此类客户端</translation>
        </message>
        <message>
            <source>Choose another model, or allow it in the account's settings</source>
            <translation>请选择其他模型，或在账户设置中允许该模型</translation>
        </message>
        <message>
            <source>Choose another model, or add another account</source>
            <translation>请选择其他模型，或添加其他账户</translation>
        </message>
        <message>
            <source>Use an address that begins with https://</source>
            <translation>请使用以 https:// 开头的地址</translation>
        </message>
        <message>
            <source>Replace its key, or name the account to try it again</source>
            <translation>请更换密钥，或指定该账户重试</translation>
        </message>
        <message>
            <source>Sign in again under Accounts, or with “patchbay-cli accounts login”</source>
            <translation>请在“账户”中重新登录，或使用“patchbay-cli accounts login”</translation>
        </message>
        <message>
            <source>Check the account in the provider's console, then test it</source>
            <translation>请在提供商控制台检查该账户，然后测试</translation>
        </message>
        <message>
            <source>Unlock the keychain and send it again</source>
            <translation>请解锁密钥串后重新发送</translation>
        </message>
        <message>
            <source>Raise the budget, or use another account</source>
            <translation>请提高预算，或使用其他账户</translation>
        </message>
        <message>
            <source>Send it again in a moment</source>
            <translation>请稍后重新发送</translation>
        </message>
    </context>
    <context>
        <name>Storage</name>
        <message>
            <source>The copy of the database to %1 failed</source>
            <translation>将数据库复制到 %1 失败</translation>
        </message>
        <message>
            <source>Check that the folder is yours and has room; the database is as it was</source>
            <translation>请确认文件夹归您所有且有空间；数据库未改动</translation>
        </message>
        <message>
            <source>Qt's driver for SQLite is missing</source>
            <translation>缺少 Qt 的 SQLite 驱动</translation>
        </message>
        <message>
            <source>Install the package libqt6sql6-sqlite</source>
            <translation>请安装软件包 libqt6sql6-sqlite</translation>
        </message>
        <message>
            <source>The database refused a statement of Patchbay's</source>
            <translation>数据库拒绝了 Patchbay 的一条语句</translation>
        </message>
        <message>
            <source>Please report this with the details in the log</source>
            <translation>请附上日志中的详细信息报告此问题</translation>
        </message>
        <message>
            <source>The database %1 is damaged or not a database</source>
            <translation>数据库 %1 已损坏或不是数据库</translation>
        </message>
        <message>
            <source>Move the file aside and put the newest copy from the folder “backups” beside it in its place</source>
            <translation>请移开该文件，并用旁边“backups”文件夹中最新的副本代替</translation>
        </message>
        <message>
            <source>Put a file of your own in its place, or choose another folder with --data-dir</source>
            <translation>请换成您自己的文件，或用 --data-dir 选择其他文件夹</translation>
        </message>
        <message>
            <source>The database %1 cannot be opened</source>
            <translation>无法打开数据库 %1</translation>
        </message>
        <message>
            <source>%1 is a link; a database is used only as a plain file</source>
            <translation>%1 是链接；数据库只能是普通文件</translation>
        </message>
        <message>
            <source>%1 is a folder, not a database</source>
            <translation>%1 是文件夹，不是数据库</translation>
        </message>
        <message>
            <source>%1 is not a plain file</source>
            <translation>%1 不是普通文件</translation>
        </message>
        <message>
            <source>%1 belongs to another user</source>
            <translation>%1 属于其他用户</translation>
        </message>
        <message>
            <source>%1 can be read by others and this cannot be changed</source>
            <translation>%1 可被他人读取且无法更改</translation>
        </message>
        <message>
            <source>The database %1 cannot be made</source>
            <translation>无法创建数据库 %1</translation>
        </message>
        <message>
            <source>Check that its folder exists, is yours and has room</source>
            <translation>请确认其文件夹存在、归您所有且有空间</translation>
        </message>
        <message>
            <source>%1 is a database of another program</source>
            <translation>%1 是其他程序的数据库</translation>
        </message>
        <message>
            <source>Move it elsewhere, or choose another folder with --data-dir</source>
            <translation>请将其移走，或用 --data-dir 选择其他文件夹</translation>
        </message>
        <message>
            <source>The database %1 has version %2, and this Patchbay knows versions up to %3</source>
            <translation>数据库 %1 的版本为 %2，而此 Patchbay 最高支持版本 %3</translation>
        </message>
        <message>
            <source>Start the newer Patchbay that wrote it, or choose another folder with --data-dir</source>
            <translation>请启动写入它的较新版 Patchbay，或用 --data-dir 选择其他文件夹</translation>
        </message>
        <message>
            <source>The upgrade to version %1 would lose what rows refer to</source>
            <translation>升级到版本 %1 会丢失行所引用的内容</translation>
        </message>
        <message>
            <source>Please report this; the database is as it was</source>
            <translation>请报告此问题；数据库未改动</translation>
        </message>
        <message>
            <source>The program's list of database versions is broken at %1</source>
            <translation>程序的数据库版本列表在 %1 处损坏</translation>
        </message>
        <message>
            <source>Install Patchbay again</source>
            <translation>请重新安装 Patchbay</translation>
        </message>
        <message>
            <source>Another program keeps the database %1 busy</source>
            <translation>另一个程序正在占用数据库 %1</translation>
        </message>
        <message>
            <source>Wait a moment and try again, or end the other program</source>
            <translation>请稍候重试，或结束另一个程序</translation>
        </message>
        <message>
            <source>The database %1 cannot be written</source>
            <translation>无法写入数据库 %1</translation>
        </message>
        <message>
            <source>Check that the file and its folder are yours and not read-only</source>
            <translation>请确认文件及其文件夹归您所有且不是只读</translation>
        </message>
        <message>
            <source>Check that its folder exists and is yours</source>
            <translation>请确认其文件夹存在且归您所有</translation>
        </message>
        <message>
            <source>The disk reported a fault while the database %1 was used</source>
            <translation>使用数据库 %1 时磁盘报告故障</translation>
        </message>
        <message>
            <source>Check the disk and the room left on it, then try again</source>
            <translation>请检查磁盘及剩余空间后重试</translation>
        </message>
        <message>
            <source>The disk that holds the database %1 is full</source>
            <translation>数据库 %1 所在的磁盘已满</translation>
        </message>
        <message>
            <source>Make room on it, then try again</source>
            <translation>请腾出空间后重试</translation>
        </message>
        <message>
            <source>The database already has an entry of that name</source>
            <translation>数据库中已有同名条目</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>请换一个名称</translation>
        </message>
    </context>
    <context>
        <name>TimeLeft</name>
        <message>
            <source>%1 s left</source>
            <translation>还剩 %1 秒</translation>
        </message>
        <message>
            <source>%1 min left</source>
            <translation>还剩 %1 分钟</translation>
        </message>
        <message>
            <source>%1 h %2 min left</source>
            <translation>还剩 %1 小时 %2 分钟</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>还剩 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>d MMM, HH:mm</source>
            <extracomment>Day and time, as QLocale::toString() takes them.</extracomment>
            <translation>M月d日 HH:mm</translation>
        </message>
    </context>
    <context>
        <name>TlsContextText</name>
        <message>
            <source>%1 cannot be used for TLS</source>
            <translation>%1 无法用于 TLS</translation>
        </message>
        <message>
            <source>Give a certificate and its key, without a passphrase, as PEM files that this user can read</source>
            <translation>请以此用户可读取的 PEM 文件给出证书及其密钥，且密钥不带密码</translation>
        </message>
        <message>
            <source>A certificate and its key belong together</source>
            <translation>证书与其密钥须一并给出</translation>
        </message>
        <message>
            <source>Give both --tls-cert and --tls-key</source>
            <translation>请同时给出 --tls-cert 和 --tls-key</translation>
        </message>
    </context>
    <context>
        <name>TokenEndpointText</name>
        <message>
            <source>%1 cannot be reached to sign in or renew a sign-in</source>
            <translation>无法连接 %1 以登录或续期登录</translation>
        </message>
        <message>
            <source>Check the network, then try again</source>
            <translation>请检查网络，然后重试</translation>
        </message>
    </context>
    <context>
        <name>ToolSetupText</name>
        <message>
            <source>In a terminal:</source>
            <translation>在终端中：</translation>
        </message>
        <message>
            <source>In the terminal that Claude Code is started in:</source>
            <translation>在启动 Claude Code 的终端中：</translation>
        </message>
        <message>
            <source>For good, in the file settings.json of the folder .claude at home; keep what it has already:</source>
            <translation>长期生效：写入主目录下 .claude 文件夹中的 settings.json，保留其中已有内容：</translation>
        </message>
        <message>
            <source>In a program of yours:</source>
            <translation>在您自己的程序中：</translation>
        </message>
        <message>
            <source>In the file config.toml of the folder .codex at home, on top:</source>
            <translation>写在主目录下 .codex 文件夹中 config.toml 的开头：</translation>
        </message>
        <message>
            <source>Then, in a terminal:</source>
            <translation>然后，在终端中：</translation>
        </message>
        <message>
            <source>In the file config.yaml of the folder .continue at home:</source>
            <translation>写入主目录下 .continue 文件夹中的 config.yaml：</translation>
        </message>
        <message>
            <source>For programs that read these variables, such as those made with the official libraries:</source>
            <translation>适用于读取这些变量的程序，例如用官方库编写的程序：</translation>
        </message>
        <message>
            <source>Address, for a tool that speaks to Anthropic:</source>
            <translation>地址，用于对接 Anthropic 的工具：</translation>
        </message>
        <message>
            <source>Address, for a tool that speaks to OpenAI:</source>
            <translation>地址，用于对接 OpenAI 的工具：</translation>
        </message>
        <message>
            <source>API key:</source>
            <translation>API 密钥：</translation>
        </message>
        <message>
            <source>Model:</source>
            <translation>模型：</translation>
        </message>
        <message>
            <source>Variables of the environment</source>
            <translation>环境变量</translation>
        </message>
        <message>
            <source>Another tool</source>
            <translation>其他工具</translation>
        </message>
        <message>
            <source>“%1” is no address of an endpoint</source>
            <translation>“%1”不是接口地址</translation>
        </message>
        <message>
            <source>Write it as 127.0.0.1:3002 or https://patchbay.example</source>
            <translation>请写成 127.0.0.1:3002 或 https://patchbay.example</translation>
        </message>
    </context>
    <context>
        <name>Transcript</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Thinking…</source>
            <translation>思考中…</translation>
        </message>
        <message numerus="yes">
            <source>Thought for %n second(s)</source>
            <translation>
                <numerusform>思考了 %n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>Thoughts</source>
            <translation>思考过程</translation>
        </message>
        <message>
            <source>Waiting for the answer</source>
            <translation>等待回答</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Interrupted before it was finished. Retry asks again.</source>
            <translation>在完成前被中断。点“重试”可再次提问。</translation>
        </message>
        <message>
            <source>No answer came. Retry asks again.</source>
            <translation>没有收到回答。点“重试”可再次提问。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <source>code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>%1 / %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>You:</source>
            <translation>您：</translation>
        </message>
        <message>
            <source>Answer:</source>
            <translation>回答：</translation>
        </message>
        <message>
            <source>Answer of %1:</source>
            <translation>%1 的回答：</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Interrupted before it was finished. Continue goes on from here, Retry asks again.</source>
            <translation>回答未完成就中断了。“继续”从此处接着说，“重试”重新提问。</translation>
        </message>
        <message>
            <source>Answer of %1, a removed account:</source>
            <translation>%1（已移除的账户）的回答：</translation>
        </message>
        <message>
            <source>The account “%1” was removed</source>
            <translation>账户“%1”已移除</translation>
        </message>
    </context>
    <context>
        <name>Usage</name>
        <message>
            <source>“%1” is not a time</source>
            <translation>“%1”不是时间</translation>
        </message>
        <message>
            <source>Write a date (2026-11-23), a time (2026-11-23T10:00:00Z), or how long ago (7d, 24h)</source>
            <translation>请写日期（2026-11-23）、时间（2026-11-23T10:00:00Z）或多久以前（7d、24h）</translation>
        </message>
    </context>
    <context>
        <name>UsageChartText</name>
        <message numerus="yes">
            <source>%n other(s)</source>
            <translation>
                <numerusform>其他 %n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>Running total</source>
            <translation>累计</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>花费</translation>
        </message>
    </context>
    <context>
        <name>UsageExportText</name>
        <message>
            <source>“%1” could not be written: %2</source>
            <translation>无法写入“%1”：%2</translation>
        </message>
        <message>
            <source>Choose another folder or name</source>
            <translation>请选择其他文件夹或名称</translation>
        </message>
    </context>
    <context>
        <name>UsagePeriodWords</name>
        <message>
            <source>today</source>
            <translation>今天</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>MMMM yyyy</source>
            <extracomment>A month of a year, as QLocale::toString() takes it.</extracomment>
            <translation>yyyy年M月</translation>
        </message>
        <message>
            <source>d MMM yyyy</source>
            <extracomment>A day, as QLocale::toString() takes it.</extracomment>
            <translation>yyyy年M月d日</translation>
        </message>
        <message>
            <source>d MMM</source>
            <extracomment>A day without its year, as QLocale::toString() takes it.</extracomment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>%1 – %2</source>
            <translation>%1 – %2</translation>
        </message>
    </context>
    <context>
        <name>UsageQueryText</name>
        <message>
            <source>Usage has no “%1” to group by</source>
            <translation>用量无法按“%1”分组</translation>
        </message>
        <message>
            <source>Use account, model, day, hour and client</source>
            <translation>请使用 account、model、day、hour 和 client</translation>
        </message>
    </context>
    <context>
        <name>UsageWordsText</name>
        <message>
            <source>no account</source>
            <translation>无账户</translation>
        </message>
        <message>
            <source>unknown model</source>
            <translation>未知模型</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Command line</source>
            <translation>命令行</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>Rate limit</source>
            <translation>速率限制</translation>
        </message>
        <message>
            <source>Overloaded</source>
            <translation>过载</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>已中断</translation>
        </message>
        <message>
            <source>Key refused</source>
            <translation>密钥被拒绝</translation>
        </message>
        <message>
            <source>Not allowed</source>
            <translation>不允许</translation>
        </message>
        <message>
            <source>Billing</source>
            <translation>计费</translation>
        </message>
        <message>
            <source>Provider's error</source>
            <translation>提供商错误</translation>
        </message>
        <message>
            <source>Invalid request</source>
            <translation>无效请求</translation>
        </message>
        <message>
            <source>Too large</source>
            <translation>过大</translation>
        </message>
        <message>
            <source>Model not found</source>
            <translation>找不到模型</translation>
        </message>
        <message>
            <source>No network</source>
            <translation>无网络</translation>
        </message>
        <message>
            <source>Connection refused</source>
            <translation>连接被拒绝</translation>
        </message>
        <message>
            <source>Connection lost</source>
            <translation>连接中断</translation>
        </message>
        <message>
            <source>Timed out</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>No account could serve</source>
            <translation>没有可用账户</translation>
        </message>
        <message>
            <source>Queue full</source>
            <translation>队列已满</translation>
        </message>
        <message>
            <source>Waited too long</source>
            <translation>等待过久</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>plan</source>
            <comment>cost that a subscription covers</comment>
            <translation>订阅</translation>
        </message>
        <message>
            <source>price unknown</source>
            <translation>价格未知</translation>
        </message>
        <message>
            <source>+ %1 of plan use</source>
            <translation>+ %1 订阅用量</translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) without a known price</source>
            <translation>
                <numerusform>%n 次请求价格未知</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>d MMM</source>
            <extracomment>A day without its year, as QLocale::toString() takes it.</extracomment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>MMM yyyy</source>
            <extracomment>A month with its year, short, as QLocale::toString() takes it.</extracomment>
            <translation>yyyy年M月</translation>
        </message>
        <message>
            <source>%1 – %2</source>
            <translation>%1 – %2</translation>
        </message>
        <message>
            <source>%1 M</source>
            <comment>millions</comment>
            <translation>%1 M</translation>
        </message>
        <message>
            <source>%1k</source>
            <comment>thousands</comment>
            <translation>%1k</translation>
        </message>
    </context>
    <context>
        <name>VaultText</name>
        <message>
            <source>The key is not in %1</source>
            <translation>密钥不在%1中</translation>
        </message>
        <message>
            <source>Enter the key of this account again</source>
            <translation>请重新输入此账户的密钥</translation>
        </message>
        <message>
            <source>No answer came from %1</source>
            <translation>%1没有回应</translation>
        </message>
        <message>
            <source>Look for a window that asks for a password, then try again</source>
            <translation>请查看是否有要求输入密码的窗口，然后重试</translation>
        </message>
    </context>
</TS>
