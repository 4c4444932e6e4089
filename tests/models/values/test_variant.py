"""Which labels are the same to a registrant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from opencc import OpenCC

import models.values.variant
from models.values.variant import variant_key
from tests.support.texts.hostile_text import texts

_TABLE = Path(models.values.variant.__file__).parents[1] / "data" / "variants.txt"

#: Usual groups of variants in names of offices, places and institutions.
_SAME = """
卫衛衞 溪谿 铁鐵鉄銕 群羣 峰峯 略畧 床牀 线線綫 里裏裡 为為爲 众衆眾 污汙汚 泛汎氾 升昇陞 烟煙菸
窗窓牕 鸡雞鷄 岩巖嵒 灾災烖 凉涼 决決 净淨 况況 冲沖衝 册冊 咏詠 哲喆 回囘迴 国國囯 垄壟 堤隄
墙牆墻 宁寧甯 实實寔 寿壽 岁歲嵗 岛島嶋 并併並竝 庵菴 厨廚 厦廈 厕廁 强強彊 德徳惪 志誌 恒恆 抬擡
挂掛 搜蒐 效効傚 敕勅 叙敘敍 断斷 时時旹 晋晉 历歷曆厤 杂雜襍 村邨 松鬆 查査 梅楳槑 棋碁棊 概槪
汇匯彙 涌湧 渊淵 游遊 湿濕溼 溯泝遡 潜潛濳 炮砲礮 炉爐 炼煉鍊 猫貓 猪豬 珍珎 产産產 画畫畵 疏疎
盗盜 盖蓋葢 真眞 矿礦鑛 砖磚甎 研硏 碍礙 税稅 窑窯窰 笋筍 笔筆 粮糧 系係繫 绳繩 肃肅粛 脉脈 脚腳
舆輿 艺藝 花蘤 苏蘇甦 草艸 药藥 蛇虵 蜂蠭 观觀 誉譽 赞贊讚 迹跡蹟 踪蹤 辉輝煇 辞辭辤 边邊 邻鄰隣
酿釀 采採 野埜 钩鉤 锈銹 锤錘鎚 镇鎮鎭 阔闊濶 隶隸 雇僱 雕彫 雁鴈 韵韻 颜顏 馆館舘 验驗 鲜鮮 黄黃
黑黒 厅廳 图圖 关關 县縣 办辦 务務 应應 齐齊 发發髮 体體 学學 处處 广廣 对對 气氣 青靑 户戶戸
说說説 锐銳 温溫 没沒 状狀 即卽 既旣 乡鄉鄕 录錄録 绿綠緑 戏戲戱 献獻 乃迺 仙僊 伞傘繖 侠俠 修脩
剑劍劒 厘釐 参參叅 坛壇罈 址阯 够夠 帮幫幚 庙廟 异異 弃棄 慎愼 撑撐 枪槍鎗 柜櫃 灵靈 灶竈 秘祕
绣繡 绵綿緜 罚罰罸 翻飜 艳豔艷 荔茘 针鍼 钟鐘鍾 阴陰 静靜
"""

#: Pairs that differ in names of offices or places, though some look or sound alike.
_APART = """
后厚 干千 未末 土士 已己 日曰 人入 县区 州洲 镇填 村材 局居 厅斤 政正 教孝 育胃 学字 化华 卫韦
财材 水永 气乞 地池 质货 环还 住往 建健 通桶 远近 旅族 体休 医匠 良食 监临 叔督 计针 审申 记计
访方 司同 法去 检险 察祭 民氏 联耳 团困 宣宜 专传 组祖 织职 编偏 武式 湾弯 香乡 港巷 澳奥 兰蓝
陇垄 夏复 酒洒 理里 志致 制治 著着 做作 座坐 辩辨 粘黏 邱丘 分份 帐账 订定 吁于 顾雇 圆园 像相
院园 象橡 尝赏 永泳 卓桌 尼泥 舟周 弘宏 洪鸿 彬斌 浜滨 长昌 永登 城域 泾径 靖静
"""


class TestVariantKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("國務院", "国务院"),
            ("髮展", "发展"),
            ("發展", "髮展"),
            ("乾坤", "干坤"),
            ("\uf900", "豈"),
            ("ＡＢ縣", "ab县"),
            ("薴", "苎"),
            ("衞生局", "卫生局"),
            ("蘭谿市", "兰溪市"),
            ("鉄路局", "铁路局"),
        ],
    )
    def test_variant_key_is_shared_by_variants(self, one: str, other: str) -> None:
        assert variant_key(one) == variant_key(other)

    @pytest.mark.parametrize("group", _SAME.split())
    def test_variant_key_is_that_of_the_simplified_form(self, group: str) -> None:
        assert {variant_key(char) for char in group} == {group[0]}

    @pytest.mark.parametrize("pair", _APART.split())
    def test_variant_key_keeps_characters_apart_that_only_look_alike(self, pair: str) -> None:
        assert variant_key(pair[0]) != variant_key(pair[1])

    def test_variant_key_keeps_different_names_apart(self) -> None:
        assert variant_key("永昌县教育局") != variant_key("永登县教育局")

    @given(texts)
    def test_variant_key_of_a_key_is_the_key(self, text: str) -> None:
        assert variant_key(variant_key(text)) == variant_key(text)


class TestTheTable:
    @property
    def classes(self) -> list[str]:
        lines = _TABLE.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not line.startswith("#")]

    def test_the_table_names_its_sources_and_their_licences(self) -> None:
        head = _TABLE.read_text(encoding="utf-8").partition("\n㐹")[0]
        assert "Unicode License" in head
        assert "Apache License" in head

    def test_the_table_has_each_character_in_one_class(self) -> None:
        chars = "".join(self.classes)
        assert len(chars) == len(set(chars))

    def test_the_table_has_no_class_of_more_than_seven(self) -> None:
        assert [found for found in self.classes if len(found) > 7] == []

    def test_the_table_joins_whatever_opencc_simplifies_to_the_same(self) -> None:
        t2s = OpenCC("t2s")
        keys: dict[str, set[str]] = {}
        for char in map(chr, range(0x4E00, 0x9FA6)):
            # Twice, because one entry of the table (薴 → 苧 → 苎) takes two steps.
            keys.setdefault(t2s.convert(t2s.convert(char)), set()).add(variant_key(char))
        assert {simple: found for simple, found in keys.items() if len(found) > 1} == {}

    def test_the_table_never_joins_two_characters_of_gb2312_level_one_that_opencc_keeps_apart(
        self,
    ) -> None:
        t2s = OpenCC("t2s")
        for found in self.classes:
            common = {t2s.convert(char) for char in found if _is_level_one(char)}
            assert len(common) < 2, found


def _is_level_one(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
