/**
 * Words and phrases of the same kind, so that what was learned of one holds for the others: in English, and in Chinese as it is
 * written in China, Taiwan and Hong Kong. A phrase of several English words has underscores. A word may stand in several kinds;
 * the first one counts.
 */
export const LEXICON: Readonly<Record<string, string>> = {
  greeting:
    'hi hello hey yo morning good_morning good_evening good_afternoon howdy sup hola bonjour oi bom_dia salut 你好 您好 在吗 在么 哈喽 嗨 早上好 晚上好 下午好 哈囉 早安 午安 在嗎',
  thanks:
    'thanks thank thx ty cheers appreciated obrigado obrigada merci danke gracias 谢谢 谢了 多谢 感谢 辛苦 谢啦 感恩 謝謝 謝啦 多謝 唔該 唔该 感謝 辛苦了 谢',
  praise:
    'nice great awesome perfect cool lovely amazing wow brilliant sweet neat excellent good_job well_done beautiful good_bot legend fantastic looks_good works it_works 牛 牛逼 牛批 厉害 赞 不错 漂亮 完美 太好了 爽 好棒 可以啊 666 绝了 強 讚 犀利 勁 厲害 帅 棒 好用 好了 可以了 搞掂 正常了 没问题了 ok了 成功了 通了',
  laughter: 'lol haha hahaha lmao heh ha rofl xd hehe 哈哈 哈哈哈 哈哈哈哈 笑死 hhh hhhh 嘿嘿 嘻嘻 呵呵 哈',
  swearing:
    'fuck fucking shit damn wtf hell crap bloody ffs bugger goddamn 妈的 卧槽 我靠 靠 他妈 tmd 艹 我去 淦 傻逼 垃圾 什么鬼 屌 操 服了 无语 真服了',
  feelings:
    'tired sleepy hungry coffee lunch dinner weekend holiday weather birthday kids boss sad happy sigh ugh phew bed sleep bye goodnight good_night tomorrow see_you 累 困 饿 下班 周末 咖啡 午饭 吃饭 心累 唉 哎 烦 难受 摸鱼 睡觉 睡了 天气 明天 明天见 拜拜 晚安 收工 再见 回头 老板 领导 甲方 收工啦',
  yes: 'yes yeah yep yup y ok okay k sure right correct fine agreed agree exactly definitely absolutely sounds_good go_ahead go_for_it do_it do_that please_do lgtm approved confirmed ya aye kk okey 好 好的 好吧 行 可以 嗯 嗯嗯 恩 对 是 是的 对的 没错 同意 好啊 行吧 可 没问题 確定 确定 确认 確認 得 係 好呀 冇問題 成 妥 准了 好喔 好哦 對 沒錯 沒問題 哦 哦哦 噢 喔 明白 收到 知道了 了解 懂了 要 按你说的 就这样 就这么办 听你的',
  no: 'no nope nah n not_yet never don_t dont do_not not 不 不用 不要 别 不是 先别 不必 唔好 唔使 唔係 没有 先不 算了 不用了 沒有 別 先別 免了 冇',
  go_on:
    'continue proceed go_on keep_going next carry_on resume go on keep_on move_on finish the_rest rest_of 继续 接着 下一步 下一个 往下 接着来 然后呢 還有呢 繼續 跟住 下一個 接着做 冲 走起 开始吧 开搞 开始 还有吗 还有呢 剩下的 其余的 接下来',
  stop: 'stop wait hold hold_on pause cancel abort hang_on halt whoa leave_it 停 等等 等下 等一下 先停 打住 慢着 暂停 取消 停一下 住手 停住 且慢 先等等 别动 等陣 等等先',
  retry:
    'again retry try_again once_more one_more_time redo 再试 再来 重试 重来 再试试 再试一次 重新来 再来一次 再試 重試 試多次',
  choice:
    'first second third option one two three former latter both either a b c d 第一 第二 第三 方案一 方案二 前者 后者 选 都要 两个都 第一个 第二个 第三个 第一個 第二個 後者 選 方案a 方案b 一 二 三 左边的 右边的',
  also: 'also same too likewise similarly other others as_well remaining rest everything all 其他 剩下 其余 同样 也 一样 同理 其它 剩餘 照 照做 一併 也要 同樣 顺便 另外 还有 所有 全部 都 順便 連埋 埋',
  why: 'why how_come reason cause why_is why_does 为什么 为啥 为何 怎么会 怎么回事 咋回事 原因 點解 為什麼 為何 啥原因 怎會 怎么又 为毛 怎么老是 什么原因 什么情况 啥情况 怎麼會 怎麼回事',
  how: 'how how_do how_does how_to how_is how_are how_would 怎么 怎样 如何 咋 怎麼 點樣 怎么样 怎樣 咋整 怎么弄 怎么做 怎么用 怎么看 怎么改 怎么搞',
  where: 'where wheres 在哪 哪里 哪儿 邊度 哪裡 在哪里 在哪儿 哪个文件 哪一行 喺邊',
  what: 'what whats which who when what_is what_are what_does what_s 什么 啥 哪个 哪些 什麼 乜 咩 是啥 邊個 哪一個 哪種 什么意思 啥意思 什么是 是什么 哪种 乜嘢 几个',
  whether:
    'is does are did was were has have isn doesn aren do am is_it is_this is_there are_there does_it do_we do_i did_you is_that 是不是 有没有 会不会 吗 么 嗎 是否 有冇 係咪 對嗎 对吗 对吧 呢 嘛 有没 能不能 可不可以 需不需要 要不要 会吗 行不行 沒有嗎 定係 是吧 对不对',
  condition:
    'if what_if suppose happens when_i whenever 如果 要是 假如 万一 若 會唔會 的话 的時候 的时候 每次 一点 一点击 一進',
  politeness:
    'can could would will please pls plz can_you could_you would_you help i_need i_want i_d_like need want gonna let_s lets 能 能否 麻烦 帮 帮我 请 幫 幫我 請 麻煩 幫手 勞煩 幫忙 帮忙 给我 替我 我想 想要 需要 我要 咱们 给我 畀我 想',
  explain:
    'explain understand mean means meaning tell describe clarify wonder curious confused eli5 walk_me tell_me i_don_t_get don_t_understand concept difference between purpose 解释 说明 讲 讲讲 说说 理解 意思 搞懂 看不懂 不懂 不太懂 原理 区别 解釋 講 講解 分別 唔明 區別 介绍 科普 说一下 讲一下 讲下 作用 干嘛的 干什么的 有什么用 什么区别 逻辑 流程 說明 講下 解釋下 概念 没懂 没看懂',
  look: 'look see check find search locate show list inspect investigate trace grep dig look_at look_into take_a_look figure_out point_me confirm verify double_check 看 看看 看下 看一下 查 查下 查一下 找 找找 找到 搜 搜下 列 列出 瞧 睇 睇下 搵 查看 检查 检查下 排查 定位 翻 帮我看 帮看 检索 確認下 核对 确认下 查清楚 看一眼 瞅瞅 檢查 對一下',
  advice:
    'think thoughts opinion idea ideas recommend suggest should better worth pros cons tradeoff tradeoffs compare alternatives versus vs best best_way should_we should_i would_you which_one what_would overkill 觉得 认为 建议 应该 好不好 值得 优缺点 权衡 对比 选型 意见 看法 推荐 覺得 建議 應該 點睇 比較 更好 合适 合理 有必要 哪个好 用哪个 还是用 靠谱 你怎么看 有啥建议',
  plan: 'plan design architecture approach strategy outline rfc spec proposal roadmap steps break_down estimate scope sketch before_coding phases milestones options don_t_code no_code_yet don_t_write first_tell 方案 设计 架构 规划 计划 思路 步骤 拆解 评估 工作量 排期 先想 先说 想想 里程碑 設計 架構 規劃 計畫 步驟 先別寫 路线 考虑 先别写 先别改 先别动 先不写 先出 先给 不要写代码 别写代码 先讨论 怎么设计 方向 取舍',
  review:
    'review audit critique feedback assess threat vulnerabilities risks smells code_review look_over sanity_check 评审 审查 把关 过一遍 漏洞 风险 隐患 審查 檢視 走查 审一下 审下 看看有没有问题 有什么问题 挑毛病 评价 審',
  fix: 'fix fixes fixed fixing repair patch solve resolve debug correct handle hotfix sort_out deal_with make_it_work 修 修复 修下 修一下 改 改下 改一下 改成 改为 改掉 解决 处理 处理下 搞定 调 调一下 调整 修正 修改 更正 修好 改好 調整 修復 整好 整返 執 改吧 改了 解決 處理 改好先 兼容 加固 排除',
  change:
    'change make turn update replace switch swap move set adjust tweak modify rename edit bump convert use instead put keep let rather increase decrease raise lower reduce extend shrink allow support wrap should_be it_should must needs_to instead_of default 换 换成 替换 换掉 移 挪 移动 设成 设置 用 保留 变成 变 加大 缩小 调大 调小 调高 调低 提高 降低 对齐 放 放到 放在 搬 換 換成 移到 設定 保持 縮 擺 轉 重命名 改名 支持 默认 允许 应该是 只要 写死 加上 加到 补上 補上 支援 预留 加点 别用 不要用 用上 大一点 小一点 快一点 慢一点 短一点 長一點',
  remove:
    'remove delete drop strip get_rid hide disable skip ignore exclude cut trim lose take_out 删 删掉 删除 去掉 移除 干掉 不显示 隐藏 禁用 关掉 关闭 砍 砍掉 忽略 跳过 拿掉 刪 刪除 刪走 唔要 拎走 關掉 隱藏 清除 注释掉 去除 别显示 不要显示 撤掉',
  undo: 'undo revert rollback roll_back restore reset put_back go_back back original previous as_before 撤销 撤回 回滚 还原 恢复 改回去 退回 回退 復原 還原 改回 改返 原来的 之前的 回到 变回',
  refactor:
    'refactor extract split simplify clean_up dedupe restructure reorganize inline consolidate decouple optimize optimise faster performance cleaner rewrite_it tidy 重构 抽 抽出 抽成 提取 拆出 拆成 简化 合并 整理 优化 性能 精简 解耦 封装 重構 抽取 簡化 合併 優化 效能 統一 统一 复用 去重',
  broken:
    'broken bug error errors wrong crash crashes crashed fail fails failed failing failure issue problem doesn_t_work not_working isn_t_working exception throws null undefined nan hang hangs stuck freezes leak leaks missing weird blank empty flickers regression timeout timeouts garbled duplicate duplicated incorrect nothing_happens doesn_t won_t can_t 404 500 red off_by_one glitch laggy ugly 坏 报错 错误 错 不对 出错 崩 崩了 崩溃 挂 挂了 失败 异常 有问题 问题 不行 没反应 没用 不生效 没生效 失效 白屏 空白 乱码 卡 卡住 卡死 闪退 闪 丢 丢了 漏 少了 多了 重复 没了 不见了 出不来 空指针 超时 死锁 慢 歪 错位 不显示了 報錯 錯誤 唔得 死咗 壞 出錯 當機 沒反應 亂碼 失敗 冇反應 爆 炸了 红了 没变 没变化 打不开 进不去 点不了 不准 不动 穿模 抖 丑 难看 唔啱 唔work 有bug',
  still:
    'still keeps yet no_luck nothing_changed same_error same_thing even_now 还是 仍 仍然 依然 又 依旧 還是 仍是 都係 一直 照样 老是 还在 还不 又来 仲係 又係 还有这个',
  create:
    'create write implement build generate scaffold add develop prototype port bootstrap write_a make_a make_me a_new new add_a 新建 创建 写 写个 写一个 写段 实现 生成 搭 搭建 做 做个 做一个 新增 添加 增加 加 加个 加一个 开发 来个 来一个 弄个 弄一个 寫 寫個 建 建立 實作 產生 做個 開發 整個 起個 加個 新開 写完 补一个 建个 建一个 整个 搞个 搞一个 新写',
  artifact:
    'function class component page file module script app project service endpoint api hook tests test testcase unit_test unit_tests e2e cli tool bot plugin extension template form modal dashboard website helper util middleware spec dockerfile workflow crawler 函数 类 组件 页面 文件 模块 脚本 项目 服务 接口 工具 插件 用例 单测 模板 表单 弹窗 小程序 网站 爬虫 函式 元件 頁面 檔案 模組 腳本 專案 網站 單元測試 工具类 测试用例 单元测试 中间件 定时任务 方法 功能 demo',
  interface:
    'button color colour font padding margin spacing layout css style header footer icon text logo image animation background border width height mobile responsive dark hover bigger smaller left right top bottom pixel px align card menu sidebar navbar scroll 按钮 颜色 字体 间距 布局 样式 图标 背景 边框 宽度 高度 大小 圆角 左边 右边 上面 下面 居中 移动端 暗色 动画 标题 字号 阴影 按鈕 顏色 字型 樣式 圖示 左邊 右邊 排版 大啲 細啲 間距 手感 数值 特效 红色 蓝色 绿色',
  run: 'run execute start launch restart rerun build compile lint kill spin_up boot serve run_it run_the test_it run_tests try_it benchmark profile 跑 跑一下 跑下 跑一遍 运行 启动 重启 执行 编译 构建 打包 测试一下 测 测下 测一下 测试 起一下 跑起来 執行 啟動 重啟 編譯 測 行下 試跑 杀掉 验证 试试 试一下 试下 回归 烧 烧录 下载进去 测试下 試下 跑多次',
  git: 'commit push pull merge rebase branch checkout stash cherry_pick tag pr mr squash amend diff blame stage fork clone git gh force_push commit_it 提交 推 推送 推上去 合并到 分支 拉 切 切到 提pr 提mr 合入 冲突 變基 推上 分支名 推吧 提一下 拉一下 合主干 打个tag push上去 commit一下 提个',
  deploy:
    'deploy release ship publish rollout prod production staging k8s kubectl helm docker container pod cluster terraform apply nginx server ssh aws node scale ci pipeline cron systemd ship_it rollout namespace drain slurm 部署 上线 发布 发版 灰度 线上 生产 测试环境 服务器 容器 镜像 集群 扩容 域名 证书 上線 佈署 發佈 正式環境 伺服器 流水线 宝塔 机器 环境 预发 上测试 上生产 告警 切流',
  install:
    'install npm pip yarn pnpm brew apt dependency dependencies package packages upgrade version venv setup configure env 安装 装 装一下 依赖 升级 版本 环境变量 配置 装个 安裝 裝 套件 相依 升級 設定檔 驱动',
  files:
    'folder directory copy mkdir rm mv cp zip unzip chmod permission disk port process logs tail log ls cat 目录 文件夹 复制 拷贝 解压 压缩 权限 磁盘 端口 进程 日志 資料夾 複製 權限 日誌 清空 备份',
  database:
    'sql query queries select join table tables column columns row rows database db schema index migration postgres mysql mongo clickhouse bigquery dbt where_clause group_by 查询 语句 表 字段 库 数据库 索引 建表 联表 分组 查出 欄位 資料表 資料庫 查詢 sql 视图',
  numbers:
    'average mean median sum count total percent percentage rate distribution correlation trend chart plot graph histogram csv excel spreadsheet pivot dataset dataframe cohort retention conversion revenue outliers significance regression_model confidence_interval how_many how_much quantile seasonality 平均 总数 总共 多少 占比 比例 统计 分布 趋势 图 图表 折线图 柱状图 表格 数据 环比 同比 留存 转化 汇总 排名 导出 均值 中位数 報表 圖表 統計 數據 佔比 幾多 總數 曲线 画 指标 收益 回撤 夏普 准确率 人数 金额 订单数 明细 透视',
  document:
    'readme docs doc documentation docstring docstrings comment comments changelog release_notes wiki guide tutorial faq markdown jsdoc 文档 注释 说明文档 手册 教程 变更日志 更新日志 文檔 註解 說明文件 接口文档 使用说明 设计文档 写进文档',
  writing:
    'email mail reply message letter report weekly summary summarize summarise rewrite reword translate translation wording tone paragraph blog post announcement ticket jira slack tweet description copy polite shorter grammar proofread abstract sentence headline caption 邮件 周报 日报 汇报 总结 翻译 润色 文案 措辞 回复 公告 工单 语气 通知 报告 论文 摘要 翻成 英文 中文 信件 翻譯 週報 總結 回覆 語氣 寫信 潤飾 话术 标书 简历 纪要 描述 发群里 发给 客户 客戶 写信 话述 说法',
  reference:
    'it this that these those there here one ones thing things 这个 那个 这 那 它 这里 那里 这边 這個 那個 呢個 嗰個 佢 這裡 那裡 刚才 刚刚 上面 之前 頭先 剛剛',
};
