"""The words by which Chinese prose ties a number to its term, whatever the genre."""

from __future__ import annotations

from reportparse.compiling import compiled

LINK = compiled(
    r"(?:总人数|总数量|总规模|总面积|总金额|总人次|人员数|人数|人次|总数|数量|总量|总规模|规模|总额|总值|金额|数额|资金|总计|合计|共计|累计|数|"
    r"占比|比例|比重|比率|均值|平均|水平|标准|任务|目标|计划|对象|名额|总|率|点|"
    r"分别|均为|为|是|达到了|达到|达成|达至|高达|多达|达|共有|现有|已有|仍有|计有|设有|只有|有|共|计|已经|已|均|也|又|还|仅|只|则|目前|参训|受训|"
    r"保持在|稳定在|维持在|控制在|保持|稳定|维持|整合到|整合为|压减到|压减至|缩减到|扩大到|提高到|提升到|提升至|提高至|增加到|增加至|增至|升至|上升到|上升至|增长到|增长至|"
    r"下降到|下降至|降至|降到|减少到|减至|减少至|调整为|调整到|突破|超过|超|逾|过|约为|约|大约|近|将近|接近|不足|不到|不少于|不低于|不超过|至少|"
    r"要达到|要|到|至|在|完成|实现|(?:按[^，。；、\d]{0,8})?执行|了|的|中|“|”|\"|：|:|、?其中|共同|各类|各|每年|年均|为期|"
    r"[\s])*"
)
"""What may stand between a term and its number without loosening the tie."""

NOT_NOUN = compiled(
    r"(?:中(?![等职国高小医专])|和|及|与|或|占|比|较|同比|环比|(?:以[上下内]|左右)(?!的?\p{Han})|上下|均|已|全部|全都|来自|之|起|到|至|增|降|提高|减|的?水平|[，,。；;、：:！？）)\]”\s]|$)"
)
"""What follows a number that is a predicate (`在校生3200人，`), not an attribute (`3200名在校生`)."""

BASE_PERIOD = (r"上一?年度?(?:同期)?|去年(?:同期)?|上一?学年(?:度)?|上一?届|前一?年|往年|年初|"
               r"(?:20)?\d\d(?:年度?|届|学年|级)(?:同期|底|末|初)?|"
               r"“?十[二三四]五”?(?:末|初|期间)?|同期")

_DIRECTION = (r"净增加?|增加|增长|(?:增|涨|升)幅(?:为|达)?|[降跌减]幅(?:为|达)?|增长率(?:为|达)?|提高|提升|"
              r"上升|扩大|增|升高|上涨|上浮|上扬|攀升|走高|高出|"
              r"多出|升|涨|净减|减少|下降|降低|回落|缩减|下滑|下跌|走低|少了|减|降|跌")
COMPARISON = compiled(
    r"(?:(?:比|较|与|相比)(?P<base>" + BASE_PERIOD + r")?(?:相比|同期)?，?|(?P<same>同比|环比|同口径)(?:相比)?|年均)"
    r"(?:[^，。；\d]{0,8}?)(?P<direction>" + _DIRECTION + r"|多\p{Han}{0,2}|少\p{Han}{0,2}|高|低)(?:了|达|约|近|超过?|逾)*\s*$"
)
"""A change at the end of the words before a number: `比上年增加`, `同比增长`, `较上届多招`."""

BARE_CHANGE = compiled(
    r"(?P<base>)(?P<same>)(?:微|略有?|稍有?|小幅|大幅|有所|稳步|持续|继续|明显|显著|进一步|相应|快速|逐年)?"
    r"(?P<direction>" + _DIRECTION + r")(?:了|达|约|近|超过?|逾)*\s*$")
"""A change without a word of comparison, which needs a subject or a change before it: `增长`, `提高了`."""

BEYOND_PERIOD = compiled(
    r"(?P<direction>高出|高于|高过|超出|超过|多于|多出|好于|优于|低于|少于)(?P<base>" + BASE_PERIOD.removesuffix("|同期")
    + r")(?:水平)?(?:约|近)?\s*$")
"""The base of a change behind its direction: `高出上年`."""

DECREASE = compiled(r"^[少低]|[降跌减]幅|净减|减少|下降|降低|回落|缩减|下滑|下跌|走低|少招|减|降|跌")

SHARE = compiled(
    r"占(?:到|了)?(?P<base>[^，,。；;、：占]*?)(?:的|之)?(?:比例|比重|比率|比|份额)?(?:均|分别)?(?:已|就)?(?:为|达到了?|达|到|约|近|超过?|逾|突破|高达|至|不低于|在|接近|将近)*\s*[“”]?$"
)
"""`占毕业生总数的`, `占比达到`, `占` at the end of the words before a percentage."""

SHARES_OF_EACH = compiled(
    r"(?:所?占)?(?:比例?|比重|份额)(?:情况|分布|构成)?(?:如下|依次为|分别为|为)?：(?P<base>)(?P<label>[^，。；：\d]*)$")
"""`占比：` before the first of a list of parts, with the words of the part."""

SHARE_IN = compiled(r"在(?P<base>[^，,。；;、]{2,14}?)中(?:的)?(?:占比|比例|比重|占)(?:了|为|到|达|约|近|超过?|升至|提高到)*\s*$")
"""`在专业课教师中占比为` before a percentage."""

PROPORTION = compiled(
    r"\s*[，（]?\s*(?:所占|其)?(?:占比|比例|比重)(?:已|均)?"
    r"(?:为|是|达到?|升至|升到|升为|上升到|上升至|提高到|提高至|提升到|提升至|增至|约|近|超过?)*\s*")
"""`，比例升至` between a number and its share."""

COUNTED = compiled(r"\s*[，（]?\s*(?:总计|共计|合计|共有|共|计有?|有|总数|总?人数)(?:为|达到?|约|近|超过?)*\s*")
"""`，计` between a share and the number of those meant."""

EARLIER = compiled(
    r"\s*(?:而|(?:略|明显|大幅)?(?:高于|低于|高出|多于|少于|优于|超过)(?=[^，。；\d]{1,8}的|(?:20)?\d\d年的))?"
    r"(?P<when>" + BASE_PERIOD + r"|(?:20)?\d\d年)(?:同期)?(?:仅)?(?:为|是|有|的)?\s*")
"""`上年同期为` and nothing else before a number."""

RANK = compiled(
    r"\s*(?:[增涨升降减跌]幅|增速|增长|下降)?(?:为|是|居|列|位居|位列|排名?|达到)?(?:最[高低大小多少优好]|首位|榜首|第[一二三]|次之|其次|再次|居首|居前|居末|领先|靠前|靠后|占优|"
    r"较[高低大小多少]|垫底|末位|首)(?:的)?\s*")
"""How a unit stands among its like: `最高`, `次之`, `居首`."""
RANKED_AFTER = compiled(
    r"[^，。；]*?(?:为|是|居|列|处于|位居|位列)?(?:最[高低大小多少优好]|首位|前列|"
    r"前[一二三四五六七八九十]位?|[高低先优多少])(?:水平)?(?:[，。；]|$)")
"""The same behind a list of units in brackets: `以甲县（1）、乙县（2）为高`."""
EXTREME = compiled(
    r"(?P<direction>[增涨升降减跌]幅|增速|增长|增加|增|提高|提升|上升|下降|减少|降低|回落|减|降)(?:幅度)?(?:最为?|较为?|居|靠|领)"
    r"(?P<rank>[高低大小多少快慢前先首])(?:位)?(?:的)?(?:\p{Han}{0,4})?(?:依次|分别)?(?:是|为|有|属|数)?(?:：)?")
"""Who changed most: `增幅最高的是`, `增长较快的有`."""

THRESHOLD = compiled(r"(?:首次|历史性|一举)?(?:突破|跃上|迈上|跨上|站上|迈过|跨过|超过)(?:了)?\s*$")
LINK_TAIL = compiled(r"(?:的)?(?:人数|占比|比例|数)?(?:为|是|达|有|：)\s*$")

TASK_SHARE = compiled(
    r"(?:完成|达到|为|占|相当于)(?:了)?(?P<base>[^，,。；;]{0,14}?(?P<task>任务|计划|目标|指标)\s*[^，,。；;]{0,6}?)"
    r"(?:的|率)?(?:为|达到|达|约)*\s*$")
"""`完成年度任务的` before a percentage."""

RATIO_OF_TASK = compiled(r"(?:任务)?(?:完成率|完成比例)(?:分别)?(?:为|达到|达|约)*\s*$")

FROM = compiled(
    r"(?:(?:由|从)(?P<when>" + BASE_PERIOD + r")?(?:报告|年报|公布|填报|统计)?(?:每[生人]每[年月])?"
    r"|(?:比|较)(?P<when>" + BASE_PERIOD + r"))(?:的)?(?:约|近)?\s*$")
"""`由上年的` before the old value of a change from one value to another."""

TO = compiled(
    r"^(?P<noun>[^，。；\d]{0,6}?)(?:逐步|稳步|逐年)?"
    r"(?:提高|提升|增加|增长|上升|扩大|扩充|发展|增|升|下降|减少|降低|缩减|调整|整合|优化|压减|"
    r"更正|修正|订正|升级|扩容|优化|改善|更新|扩建|减|降|变)?(?:到|至|为)(?:了)?(?P<when>" + BASE_PERIOD + r")?(?:的)?(?:约|近)?\s*$")
"""`提高到` before the new value of such a change."""

EXCESS = compiled(
    r"(?:超出|超过|超额完成|超)[^，。；\d]{0,10}(?:目标|任务|计划)数?\s*$|(?<!\p{Han})(?:超额|超任务|超目标)(?:完成)?(?:了)?\s*$")
"""Before the amount by which a result exceeds its task, which is no value of the indicator."""

SOME_OF = compiled(r"个别|少数|有的|一些|(?:部分|多数|大部分)(?!是)|国家(?:规定|标准|要求)|(?:部颁|设置|合格|办学条件)标准")
"""A subject that is an unnamed part of the whole, or a norm: no value of the unit."""

CORRECTED = compiled(r"(?:核定|更正|修正|订正|核实|复核|勘误)(?:后|结果)?(?:应|实)?为\s*$")
"""Before the right value of a figure that the text gave wrong just before: `经核定应为`."""

OTHERS = compiled(
    r"(?:比|较|与|低于|高于|优于|超过|超出|超|不及|好于)(?:同期|同类|上一?年)?(?:全国|全省|全区|全市|全县|全州|国家|省|市|\p{Han}{2,4}[省市区州])(?:的)?[^，。；\d]{0,10}"
    r"(?:平均|均值|标准|水平|要求)[^，。；\d]{0,4}(?:高|低|多|少|超)(?:出|于|了)?(?:近|约|超过?)?\s*$|"
    r"(?:高于|低于|高出|优于|超过|超出|超)(?:全国|全省|全区|全市|全县|全州|国家|省|市)(?:的)?[^，。；\d]{0,10}(?:平均|均值|标准|水平|要求|平均数|平均值|平均水平)(?:近|约|超过?)?\s*$")
"""Before the distance to another unit's mean or to a norm (`比全省平均水平高出`), which is no change over a year."""

BENCHMARK = compiled(
    r"(?:高于|低于|高出|优于|超过|超出|高过|好于|接近|持平于)(?:同期|同类)?(?P<unit>全[国省区市县州盟])(?:同期|同类)?[^，。；\d]{0,14}?的(?:约|近)?\s*$")
"""Before the value of a larger unit that a result is held against: `高于全国平均水平的`."""
BEFORE_MEAN = compiled(r"(?:高于|低于|高出|优于|超过|超出|高过|好于|接近|持平于)(?:同期|同类)?(?P<unit>全[国省区市县州盟])(?:的)?\s*$")
AFTER_MEAN = compiled(r"的(?:平均|均值|总体|整体)")
"""The same around the value: `高于全省95.9%的平均水平`."""
MEAN_OF = compiled(r"(?P<unit>全[国省区市县州盟])(?:同期|同类)?[^，。；\d]{0,14}?(?:平均|均值|平均水平|平均值|平均数|水平)$")
"""The same before a bracket that holds the value: `高于全国平均水平（…）`."""

PARTITION = compiled(
    r"(?:按|(?:^|[，；：])(?:若|如)?从)[^，。；\d]{2,14}?(?:划分|分类|区分|分|来看|看|统计|计算)(?:[，：]|(?=[^，。；]))")
"""Words that begin to part the whole anew: `按办学性质划分`."""

OF_COUNT = compiled(r"占(?:到|了)?(?P<unit>[^，。；\d占]{0,10})\s*$")
AFTER_COUNT = compiled(r"[^，。；\d]{1,14}?的\s*$")
"""Around a number within the base of a share: `占全省27所学校的`."""
HOLDS = compiled(r"(?:占据?|集中|聚集|容纳|吸纳|承担|贡献|拥有|接纳)(?:了|着)?(?:全[国省区市县州盟])?(?:近|约|超过?|逾)?\s*$")
"""Before the share of a whole that is named after it: `集中了全市33.9%的在校生`."""

QUALIFIES = compiled(r"\s*(?:以上|以下|左右|以内)?的(?!标准|水平|目标|任务|规模|比例|计划|要求|[，。；、）]|$)")
"""After a number that only qualifies a noun: `在校生超过3000人的学校`."""

TASK_BEFORE = compiled(r"(?:确定|下达|既定|预定|规定|原定|分配|明确|年初|年度)的?\s*$")
TASK_AFTER = compiled(r"(?:的)?[^，。；、\d]{0,8}?(?:任务|目标|计划|指标)")

RESPECTIVELY = compiled(r"(?:依次|分别|分列(?!第))(?:占[^，。；\d]*?的?|[^，。；\d]{0,16}?)(?:为|是|达到|达|有|占|完成|实现|：)?\s*$")

RESPECTIVELY_AFTER = compiled(r"[^，。；、\d]{0,8}(?:分别|依次)(?P<items>[^，。；\d]+?、?[^，。；\d]+)")
"""Values before the list they belong to: `1、2、3名教师分别参加A、B、C`."""

EXISTS = compiled(
    r"(?:共?有|现有|拥有|设有|设|建有|建成|开设|共|建设|保有|辖|办有|"
    r"保留|配备|聘请|聘有|聘|招收)(?:各类|各级|了)?\s*$")
"""A verb directly before a number that says that the counted things are there."""

IS_THERE = compiled(
    r"(?:现已|现|已|均|全部|都|正|实际|如期|陆续|顺利|分别)?(?:遍布|分布[在于]|散布|坐落|走进|跨进|迈进|迈入|跨入|步入|进入|"
    r"(?:被)?(?:受聘|聘为|聘任|聘请)|投入使用|可供|报到|活跃[在于])")
"""After a noun with its number: only that they are there, or have come."""

AND = compiled(r"[、和与及]|以及")
