"""Headings and fields of common templates in other languages, and the synonyms people use.

Each row lists names that mean the same; the comparison is by :func:`holdfast.markdown.plain.key`.
A project adds its own with ``[aliases]`` in the configuration or ``alias`` in a directive.
"""

from holdfast.markdown.plain import key

_ROWS = """
context | kontext | contexte | contexto | contesto | контекст | 背景 | 上下文 | コンテキスト | 맥락 | problem statement and context
background | hintergrund | arrière plan | antecedentes | achtergrond | 背景
status | current status | document status | decision status | adr status | aktueller status | statut actuel | estado actual | état | statut | estado | stato | статус | 状态 | ステータス | 상태
decision | entscheidung | décision | decisión | decisão | decisione | beslissing | решение | 决策 | 决定 | 決定 | 결정
context and problem statement | kontext und problemstellung | kontext und problem | contexte et énoncé du problème | contexto y planteamiento del problema | contexto e declaração do problema | contesto e descrizione del problema | контекст и постановка проблемы | 背景和问题陈述 | 背景と課題
decision drivers | entscheidungstreiber | entscheidungsfaktoren | entscheidungskriterien | facteurs de décision | factores de decisión | fatores de decisão | fattori decisionali | 决策驱动因素
pros and cons of the options | vor und nachteile der optionen | avantages et inconvénients des options | pros y contras de las opciones | prós e contras das opções | pro e contro delle opzioni | 选项的优缺点
more information | weitere informationen | informations supplémentaires | más información | mais informações | maggiori informazioni | 更多信息
decision outcome | decision | ergebnis der entscheidung | entscheidungsergebnis | résultat de la décision | resultado de la decisión | 决策结果 | 決定結果
consequences | konsequenzen | folgen | conséquences | consecuencias | consequências | conseguenze | gevolgen | последствия | 后果 | 影响 | 結果 | 결과
summary | zusammenfassung | résumé | resumen | resumo | sommario | samenvatting | резюме | 摘要 | 概要 | 요약 | tl dr | tldr
executive summary | management summary | kurzfassung | summary | tl dr | tldr
overview | überblick | übersicht | aperçu | visión general | visão geral | panoramica | обзор | 概述 | 概览 | 개요
introduction | einleitung | einführung | introducción | introdução | introduzione | введение | 介绍 | はじめに | 소개
motivation | motivación | motivação | motivazione | мотивация | 动机 | 動機 | 동기
goals | ziele | objectifs | objetivos | obiettivi | doelen | цели | 目标 | 目標 | 목표 | objectives
non goals | nicht ziele | non objectifs | no objetivos | não objetivos | не цели | 非目标 | 非目標 | out of scope
alternatives | alternativen | alternative | alternativas | альтернативы | 替代方案 | 代替案 | 대안 | alternatives considered
considered options | betrachtete optionen | options envisagées | options considérées | opções consideradas | opzioni considerate | рассмотренные варианты | opciones consideradas | 考虑的选项 | 検討した選択肢
drawbacks | nachteile | inconvénients | desventajas | desvantagens | svantaggi | недостатки | 缺点 | 欠点
open questions | offene fragen | questions ouvertes | preguntas abiertas | questões em aberto | domande aperte | открытые вопросы | 未解决的问题 | 未解決の問題
unresolved questions | open issues | unresolved issues
references | referenzen | verweise | literatur | références | referencias | referências | riferimenti | ссылки | 参考资料 | 参考文献 | 参考
specifications | specs | standards
related documents | related docs | see also
prior art | related work
date | datum | fecha | data | дата | 日期 | 日付 | 날짜 | created | date created | creation date | création | date de création | erstellt am | fecha de creación | data de criação
author | autor | auteur | autore | автор | 作者 | 著者
"""

ALIASES: dict[str, frozenset[str]] = {}
"""Key of a name to the keys that mean the same, itself included."""

for _row in _ROWS.strip().splitlines():
    _names = frozenset(key(name) for name in _row.split("|"))
    for _name in _names:
        ALIASES[_name] = ALIASES.get(_name, frozenset()) | _names
