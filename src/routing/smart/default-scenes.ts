import type { SceneConfig } from '../../config/config.ts';

/**
 * The scenes that hold until the user has own ones. They name no models: each is served by a model of the tier that it
 * needs. Their names are those that users of the original know, where it had them.
 */
export const DEFAULT_SCENES: readonly SceneConfig[] = [
  scene(
    '闲聊对话',
    '问候，感谢，闲聊，日常对话，与代码无关的常识问题。Greetings, thanks, small talk, general knowledge',
  ),
  scene(
    '代码解释',
    '解释代码，回答为什么，查找位置，说明概念和报错原因。Explain code, answer why, find where something is',
  ),
  scene(
    '代码修改',
    '修改已有代码，修复错误，重构，调整样式和行为。Change existing code, fix bugs, refactor, adjust behaviour',
  ),
  scene(
    '新功能开发',
    '编写新函数，创建新文件，新页面，新项目，编写单元测试。Write a new function, file, page, project, tests',
  ),
  scene(
    '方案设计',
    '设计方案，架构，评审代码，列出步骤和风险，先不写代码。Plan, design, architecture, review, before any code',
  ),
  scene('数据分析', '编写 SQL 查询，分析表格和 CSV，统计数据，画图表。SQL queries, tables, statistics, charts of data'),
  scene(
    '文档写作',
    '写文档，README，注释，周报，邮件，翻译，润色。Write documentation, changelogs, reports, e-mails, translate',
  ),
  scene(
    '运维操作',
    '运行命令和测试，提交和推送代码，部署，安装依赖，查看日志。Run commands, tests, commit, push, deploy, install',
  ),
];

function scene(name: string, description: string): SceneConfig {
  return { name, description, models: [], examples: [], keywords: [], paths: [], isEnabled: true };
}
