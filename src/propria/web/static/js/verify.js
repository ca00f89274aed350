// Verifies a Propria bundle offline, in a browser or in Node: WebCrypto only, no dependency, no network.
// verifyBundle(bundleText, trust, now) gives the same facts, codes and colours as `propria verify`;
// it throws Unreadable where the bundle cannot be read at all. The formats stand in docs/protocol/formats.md.
// A fourth argument is told each step as it ends: ('log_signed', true), …

const subtle = globalThis.crypto.subtle;
const encoder = new TextEncoder();
const EMPTY = new Uint8Array(32);
const CLOCK_TOLERANCE_SECONDS = 300;
const ABOUT_KEYS = new Set(['key.bound', 'identity.attested', 'key.revoked', 'operator.key_rotated']);

export class Unreadable extends Error {
  constructor(code) { super(code); this.code = code; }
}
export class Unverified extends Error {
  constructor(code) { super(code); this.code = code; }
}
const refuse = (code) => { throw new Unverified(code); };
const malformed = (code) => { throw new Unreadable(code); };

// ---- bytes

const utf8 = (text) => encoder.encode(text);
export const concat = (...parts) => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
};
export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
export const sha256 = async (...parts) => new Uint8Array(await subtle.digest('SHA-256', concat(...parts)));
const labelled = (label, ...parts) => sha256(utf8(label + '\0'), ...parts);

const fromBase64 = (text) => {
  let binary;
  try { binary = atob(text); } catch { return null; }
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  return btoa(binary) === text ? bytes : null;
};
export const toB64 = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
export const fromB64 = (text, size) => {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text)) malformed('proofs.not_base64url');
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4);
  const bytes = fromBase64(padded);
  if (bytes === null || (size !== undefined && bytes.length !== size)) malformed('proofs.not_base64url');
  return bytes;
};

// ---- canonical JSON (RFC 8785); signed words carry whole numbers only

export function canonical(value, depth = 0) {
  if (depth > 64) malformed('proofs.not_canonical_json');
  switch (typeof value) {
    case 'string':
      if (/\p{Surrogate}/u.test(value)) malformed('proofs.not_canonical_json');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isSafeInteger(value)) malformed('proofs.not_canonical_json');
      return JSON.stringify(value);
    case 'boolean': return String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
      const names = Object.keys(value).sort();
      return `{${names.map((n) => `${canonical(n)}:${canonical(value[n], depth + 1)}`).join(',')}}`;
    }
    default: return malformed('proofs.not_canonical_json');
  }
}

export function readCanonical(text) {
  let value;
  try { value = JSON.parse(text); } catch { malformed('proofs.not_json'); }
  if (canonical(value) !== text) malformed('proofs.not_canonical_json');
  return value;
}

function members(raw, required, optional = []) {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) malformed('proofs.wrong_members');
  const names = Object.keys(raw);
  const allowed = [...required, ...optional];
  if (required.some((n) => !names.includes(n)) || names.some((n) => !allowed.includes(n))) {
    malformed('proofs.wrong_members');
  }
  return raw;
}
const textOf = (v) => (typeof v === 'string' ? v : malformed('proofs.wrong_type'));
const listOf = (v) => (Array.isArray(v) ? v : malformed('proofs.wrong_type'));
const countOf = (v) => (Number.isSafeInteger(v) && v >= 0 ? v : malformed('proofs.wrong_type'));
const secondsOf = (text, code) => {
  const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) / 1000 : NaN;
  if (Number.isNaN(seconds) || wire(seconds) !== text) malformed(code);
  return seconds;
};
const wire = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

// ---- the log (RFC 9162) and the map

export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
export const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
const half = (n) => Math.floor(n / 2);
const isOdd = (n) => n % 2 === 1;

export async function verifyInclusion(leaf, index, size, proof, root) {
  const no = 'proofs.inclusion_not_proved';
  if (index >= size) refuse(no);
  let [fn, sn, current] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) refuse(no);
    if (isOdd(fn) || fn === sn) {
      current = await nodeHash(sibling, current);
      while (!isOdd(fn) && fn) [fn, sn] = [half(fn), half(sn)];
    } else current = await nodeHash(current, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0 || !same(current, root)) refuse(no);
}

export async function verifyConsistency(oldSize, newSize, oldRoot, newRoot, proof) {
  const no = 'proofs.consistency_not_proved';
  if (oldSize < 1 || oldSize > newSize) refuse(no);
  if (oldSize === newSize) {
    if (proof.length || !same(oldRoot, newRoot)) refuse(no);
    return;
  }
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : [...proof];
  if (!path.length) refuse(no);
  let [fn, sn] = [oldSize - 1, newSize - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [older, newer] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (sn === 0) refuse(no);
    if (isOdd(fn) || fn === sn) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while (!isOdd(fn) && fn) [fn, sn] = [half(fn), half(sn)];
    } else newer = await nodeHash(newer, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0 || !same(older, oldRoot) || !same(newer, newRoot)) refuse(no);
}

const bit = (key, depth) => (key[depth >> 3] >> (7 - (depth & 7))) & 1;
const mapLeaf = (key, value) => labelled('propria/v1/map/leaf', key, value);
const mapKey = (domain, text) => labelled(`propria/v1/map/${domain}`, utf8(text));
const mapValue = (value) => labelled('propria/v1/map/value', utf8(canonical(value)));

async function climb(start, key, siblings) {
  let current = start;
  for (let depth = siblings.length - 1; depth >= 0; depth -= 1) {
    const pair = bit(key, depth) ? [siblings[depth], current] : [current, siblings[depth]];
    current = await labelled('propria/v1/map/node', ...pair);
  }
  return current;
}

export async function verifyPresent(root, key, value, proof) {
  const is = !proof.other && same(await climb(await mapLeaf(key, value), key, proof.siblings), root);
  if (!is) refuse('proofs.map_not_proved');
}

export async function verifyAbsent(root, key, proof) {
  let start = EMPTY;
  if (proof.other) {
    const shares = proof.siblings.every((_, depth) => bit(proof.other.key, depth) === bit(key, depth));
    if (same(proof.other.key, key) || !shares) refuse('proofs.map_not_proved');
    start = await mapLeaf(proof.other.key, proof.other.value);
  }
  if (!same(await climb(start, key, proof.siblings), root)) refuse('proofs.map_not_proved');
}

// ---- folding names: width, case, simplified and traditional; never by sound

// The two tables are written by `python -m propria.web.foldings`; a test holds them to the verifier's own.
const SIMPLIFIED = pairsOf('•·‧·∙·⋅·・·並并亂乱亞亚伕夫佈布來来侶侣係系俠侠倉仓個个們们倫伦偉伟側侧偵侦傑杰備备傭佣傳传傷伤傾倾僅仅僑侨價价儀仪億亿儉俭優优儲储儷俪兇凶兒儿內内兩两凍冻凜凛凱凯別别則则剛刚創创劃划劇剧劉刘劍剑劑剂勁劲動动務务勛勋勝胜勞劳勢势勳勋勵励勸劝協协卻却厲厉參参叢丛吳吴吶呐呂吕員员問问啓启啟启喚唤喪丧喬乔單单嗎吗嘆叹嘗尝嘩哗嘯啸嚐尝嚨咙嚮向嚴严囑嘱國国圍围園园圓圆圖图團团執执堅坚報报場场塊块塵尘墻墙墾垦壇坛壓压壞坏壯壮壽寿夢梦夾夹奧奥奪夺奬奖奮奋妝妆姍姗娛娱婦妇婭娅媽妈嫵妩嫻娴嬋婵嬌娇嬰婴孌娈孫孙學学孿孪宮宫寢寝實实寧宁審审寫写寬宽寵宠寶宝將将專专尋寻對对導导屆届屢屡層层屬属峯峰島岛崗岗嵐岚嶸嵘嶺岭嶼屿嶽岳巒峦巖岩帥帅師师帶带幃帏幟帜幣币幫帮幹干幾几庫库廈厦廚厨廟庙廠厂廣广廬庐廳厅張张強强彈弹彌弥彎弯彥彦後后徑径從从復复徵征徹彻恆恒悅悦悵怅惡恶愛爱愷恺態态慘惨慣惯慮虑慶庆憂忧憐怜憑凭憫悯憲宪憶忆懇恳應应懶懒懷怀懸悬戰战戲戏戶户挾挟捨舍掃扫掛挂採采揚扬換换揮挥搖摇摯挚撥拨撫抚撲扑擁拥擇择擊击擔担據据擬拟擴扩擺摆擾扰攜携攝摄敗败敘叙敵敌數数斂敛斬斩斷断於于昇升時时晉晋晝昼暉晖暢畅曆历曉晓曖暧曠旷書书會会朧胧東东桿杆條条梟枭棗枣棟栋楊杨楓枫業业極极榮荣構构槍枪樂乐樓楼標标樞枢樣样樸朴樹树樺桦橋桥機机橫横檔档檢检檯台檸柠櫃柜櫻樱欄栏權权欒栾歐欧歡欢歲岁歷历歸归殺杀殼壳毀毁氣气氫氢汙污決决沖冲涼凉淚泪淨净淵渊淺浅測测渾浑湧涌湯汤準准溝沟溫温滄沧滅灭滬沪滿满漁渔漢汉漣涟漸渐漿浆潔洁潛潜潤润澗涧澤泽濃浓濟济濤涛濱滨瀘泸瀟潇瀾澜灘滩灣湾為为烏乌無无煉炼煙烟煥焕熱热燈灯燒烧營营燦灿燭烛爍烁爐炉爛烂爭争爲为爺爷爾尔牆墙犧牺狀状猶犹獅狮獎奖獨独獲获獵猎獸兽獻献玨珏現现琺珐瑋玮瑤瑶瑩莹瑪玛璣玑環环璽玺瓊琼瓏珑產产甦苏畢毕畫画異异當当疊叠瘋疯療疗癡痴發发盜盗盡尽監监盤盘盧卢矚瞩矯矫碩硕確确礎础礙碍礦矿祿禄禎祯禪禅禮礼禱祷稅税種种稱称穀谷穌稣積积穎颖窩窝窮穷竇窦競竞筆笔節节範范築筑篤笃簡简簽签簾帘籃篮籌筹粵粤糧粮紀纪約约紅红紋纹納纳紐纽純纯紗纱紙纸級级紛纷紮扎細细紳绅紹绍終终組组結结絕绝絡络給给絨绒統统絲丝經经綜综綠绿維维綱纲網网綸纶綺绮綿绵緊紧緒绪線线緣缘編编緩缓緯纬練练縣县縮缩縱纵總总績绩織织繞绕繡绣繪绘繼继繽缤續续纓缨纖纤罷罢羅罗羈羁羨羡義义習习翹翘聖圣聞闻聯联聰聪聲声聶聂職职聽听肅肃脈脉脫脱腦脑腳脚膚肤膽胆臟脏臨临臺台與与興兴舉举舊旧艦舰艷艳芻刍茲兹荊荆莊庄莖茎華华萬万葉叶蒼苍蓋盖蓮莲蔔卜蔣蒋蔭荫蕩荡蕭萧薈荟薊蓟薑姜薔蔷薩萨藍蓝藝艺藥药藺蔺蘆芦蘇苏蘊蕴蘋苹蘭兰處处虛虚號号蝦虾蟬蝉蟲虫蠶蚕蠻蛮術术衛卫衝冲裏里補补裝装裡里製制複复襲袭見见規规視视親亲覺觉覽览觀观訂订計计訊讯訓训記记訪访設设許许訴诉診诊評评詞词詠咏詢询試试詩诗話话詳详認认誘诱語语誠诚誤误說说説说誰谁課课誼谊調调談谈請请論论諸诸諾诺謀谋謎谜謙谦講讲謝谢謠谣謹谨證证識识譚谭譜谱譯译議议護护譽誉變变讓让讚赞豐丰豔艳貓猫貝贝貞贞負负財财貢贡貧贫貨货販贩貫贯責责貴贵買买費费賀贺資资賈贾賓宾賞赏賠赔賢贤賣卖賦赋質质賬账賭赌賴赖賺赚購购賽赛贈赠贊赞贏赢趙赵趨趋跡迹踐践躍跃車车軍军軒轩軟软軸轴較较載载輔辅輕轻輝辉輩辈輪轮輯辑輸输轄辖轉转轟轰辦办辭辞辯辩農农連连遊游過过達达遠远遲迟遷迁選选遺遗邁迈還还邊边邏逻鄉乡鄒邹鄔邬鄧邓鄭郑鄰邻鄲郸鄺邝酈郦醫医醬酱釀酿釋释釗钊針针釣钓釵钗鈞钧鈴铃鈺钰鉅钜銀银銅铜銓铨銘铭銳锐鋁铝鋒锋鋭锐鋼钢錄录錢钱錦锦錫锡鍋锅鍵键鍾钟鎖锁鎮镇鏡镜鏵铧鐘钟鐵铁鑄铸鑑鉴鑒鉴鑰钥鑽钻長长門门閃闪閆闫閉闭開开閒闲間间閔闵閣阁閨闺閩闽閱阅閻阎闊阔闌阑闕阙闖闯關关陝陕陣阵陰阴陳陈陸陆陽阳隊队階阶際际隨随險险隱隐隴陇雙双雛雏雜杂雞鸡離离難难雲云電电霧雾霽霁靈灵靜静韋韦韓韩韜韬韻韵響响頁页頂顶項项順顺須须頌颂預预領领頤颐頻频題题額额顏颜願愿類类顧顾顯显風风飄飘飛飞養养餘余馬马馮冯馳驰馴驯駕驾駱骆駿骏騎骑騰腾驃骠驊骅驍骁驕骄驗验驚惊驛驿驥骥體体髮发魚鱼魯鲁鮑鲍鮮鲜鯨鲸鳳凤鳴鸣鴛鸳鴦鸯鴻鸿鵑鹃鵬鹏鶴鹤鷹鹰鸚鹦鸞鸾麗丽麥麦黃黄點点黨党齊齐龍龙龐庞龔龚･·'); // traditional, simplified
const CASES = new Map(Object.entries({"\u00df": "ss", "\u0345": "\u03b9", "\u03c2": "\u03c3", "\u1c80": "\u0432", "\u1c81": "\u0434", "\u1c82": "\u043e", "\u1c83": "\u0441", "\u1c84": "\u0442", "\u1c85": "\u0442", "\u1c86": "\u044a", "\u1c87": "\u0463", "\u1c88": "\ua64b", "\u1e9e": "ss", "\u1f80": "\u1f00\u03b9", "\u1f81": "\u1f01\u03b9", "\u1f82": "\u1f02\u03b9", "\u1f83": "\u1f03\u03b9", "\u1f84": "\u1f04\u03b9", "\u1f85": "\u1f05\u03b9", "\u1f86": "\u1f06\u03b9", "\u1f87": "\u1f07\u03b9", "\u1f88": "\u1f00\u03b9", "\u1f89": "\u1f01\u03b9", "\u1f8a": "\u1f02\u03b9", "\u1f8b": "\u1f03\u03b9", "\u1f8c": "\u1f04\u03b9", "\u1f8d": "\u1f05\u03b9", "\u1f8e": "\u1f06\u03b9", "\u1f8f": "\u1f07\u03b9", "\u1f90": "\u1f20\u03b9", "\u1f91": "\u1f21\u03b9", "\u1f92": "\u1f22\u03b9", "\u1f93": "\u1f23\u03b9", "\u1f94": "\u1f24\u03b9", "\u1f95": "\u1f25\u03b9", "\u1f96": "\u1f26\u03b9", "\u1f97": "\u1f27\u03b9", "\u1f98": "\u1f20\u03b9", "\u1f99": "\u1f21\u03b9", "\u1f9a": "\u1f22\u03b9", "\u1f9b": "\u1f23\u03b9", "\u1f9c": "\u1f24\u03b9", "\u1f9d": "\u1f25\u03b9", "\u1f9e": "\u1f26\u03b9", "\u1f9f": "\u1f27\u03b9", "\u1fa0": "\u1f60\u03b9", "\u1fa1": "\u1f61\u03b9", "\u1fa2": "\u1f62\u03b9", "\u1fa3": "\u1f63\u03b9", "\u1fa4": "\u1f64\u03b9", "\u1fa5": "\u1f65\u03b9", "\u1fa6": "\u1f66\u03b9", "\u1fa7": "\u1f67\u03b9", "\u1fa8": "\u1f60\u03b9", "\u1fa9": "\u1f61\u03b9", "\u1faa": "\u1f62\u03b9", "\u1fab": "\u1f63\u03b9", "\u1fac": "\u1f64\u03b9", "\u1fad": "\u1f65\u03b9", "\u1fae": "\u1f66\u03b9", "\u1faf": "\u1f67\u03b9", "\u1fb2": "\u1f70\u03b9", "\u1fb3": "\u03b1\u03b9", "\u1fb4": "\u03ac\u03b9", "\u1fb7": "\u03b1\u0342\u03b9", "\u1fbc": "\u03b1\u03b9", "\u1fc2": "\u1f74\u03b9", "\u1fc3": "\u03b7\u03b9", "\u1fc4": "\u03ae\u03b9", "\u1fc7": "\u03b7\u0342\u03b9", "\u1fcc": "\u03b7\u03b9", "\u1ff2": "\u1f7c\u03b9", "\u1ff3": "\u03c9\u03b9", "\u1ff4": "\u03ce\u03b9", "\u1ff7": "\u03c9\u0342\u03b9", "\u1ffc": "\u03c9\u03b9"})); // where folding differs from lower case
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const isCherokee = (c) => /[\u13a0-\u13ff\uab70-\uabbf]/u.test(c);
const lowered = (c) => CASES.get(c) ?? (isCherokee(c) ? c.toUpperCase() : c.toLowerCase());

function pairsOf(text) {
  const all = [...text];
  return new Map(all.flatMap((c, i) => (i % 2 ? [] : [[c, all[i + 1]]])));
}

export function foldName(name) {
  const folded = [...name.normalize('NFKC')].map(lowered).join('').normalize('NFKC');
  return [...folded].map((c) => SIMPLIFIED.get(c) ?? c).join('').split(SPACES).filter((word) => word).join(' ');
}

// ---- signed notes and checkpoints (C2SP)

const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const ed25519 = async (key, signature, message) => {
  try {
    const imported = await subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', imported, signature, message);
  } catch { return false; }
};

export async function readVkey(text) {
  const [name, id, encoded] = [text.split('+', 1)[0], text.split('+')[1], text.split('+').slice(2).join('+')];
  const data = fromBase64(encoded ?? '');
  if (!name || /\s/.test(name) || !/^[0-9a-f]{8}$/.test(id ?? '') || data?.length !== 33) {
    malformed('proofs.wrong_vkey');
  }
  const keyId = (await sha256(utf8(`${name}\n`), data)).slice(0, 4);
  if (hex(keyId) !== id || ![1, 4].includes(data[0])) malformed('proofs.wrong_vkey');
  return { name, algorithm: data[0], key: data.slice(1), keyId };
}

function splitNote(note) {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n') || CONTROL.test(note)) refuse('proofs.wrong_note');
  const lines = note.slice(at + 2, -1).split('\n').map((line) => {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    const blob = name === undefined ? null : fromBase64(encoded);
    if (blob === null || blob.length < 5) refuse('proofs.wrong_note');
    return { name, keyId: blob.slice(0, 4), blob: blob.slice(4) };
  });
  if (lines.length > 100) refuse('proofs.wrong_note');
  return { text: note.slice(0, at + 1), lines };
}

export async function openNote(note, keys) {
  const { text, lines } = splitNote(note);
  const found = new Map();
  for (const line of lines) {
    const key = keys.find((k) => k.name === line.name && same(k.keyId, line.keyId));
    if (!key || found.has(key)) continue;
    let [message, signature, seconds] = [utf8(text), line.blob, null];
    if (key.algorithm === 4) {
      seconds = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
      message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
      signature = signature.slice(8);
    }
    const isInTime = seconds === null || seconds < 253402300800; // the year 10000
    if (!isInTime || !(await ed25519(key.key, signature, message))) refuse('proofs.wrong_note_signature');
    found.set(key, seconds);
  }
  if (!found.size) refuse('proofs.note_unsigned');
  return { text, found, names: lines.map((line) => line.name) };
}

function readCheckpoint(text) {
  const lines = text.split('\n');
  const isWhole = lines.length >= 4 && lines.pop() === '' && lines.every((line) => line);
  const root = isWhole ? fromBase64(lines[2]) : null;
  if (!isWhole || !/^(0|[1-9][0-9]{0,18})$/.test(lines[1]) || root?.length !== 32) {
    refuse('proofs.wrong_checkpoint');
  }
  return { origin: lines[0], size: Number(lines[1]), root };
}

// ---- time stamps over a checkpoint's text (RFC 3161), by the authorities of the trust file

const HASHES = { '608648016503040201': 'SHA-256', '608648016503040202': 'SHA-384', '608648016503040203': 'SHA-512' };
const RSA = '2a864886f70d010101';
const RSA_WITH = { '2a864886f70d01010b': 'SHA-256', '2a864886f70d01010c': 'SHA-384', '2a864886f70d01010d': 'SHA-512' };
const OID = {
  ec: '2a8648ce3d0201', p256: '2a8648ce3d030107', ecdsa: '2a8648ce3d040302', signedData: '2a864886f70d010702',
  tstInfo: '2a864886f70d0109100104', contentType: '2a864886f70d010903', messageDigest: '2a864886f70d010904',
  signingCertificate: '2a864886f70d010910022f', basicConstraints: '551d13', extendedUse: '551d25',
};
const ONLY_STAMPS = '300a06082b06010505070308';
const broken = () => { throw new RangeError('another structure'); };
const expect = (isSo) => isSo || broken();

class Der { // one value, and those inside it
  constructor(raw, at = 0) {
    const tag = raw[at];
    let [start, size] = [at + 2, raw[at + 1]];
    if (size === undefined || (tag & 31) === 31) broken();
    if (size > 127) {
      const digits = raw.slice(start, start + (size & 127));
      expect(digits.length === (size & 127) && digits.length >= 1 && digits.length <= 4 && digits[0] !== 0);
      start += digits.length;
      size = digits.reduce((n, byte) => n * 256 + byte, 0);
      expect(size > 127);
    }
    expect(start + size <= raw.length);
    Object.assign(this, { tag, content: raw.slice(start, start + size), raw: raw.slice(at, start + size) });
  }
  static read(raw) { const item = new Der(raw); expect(item.raw.length === raw.length); return item; }
  get items() {
    const found = [];
    for (let at = 0; at < this.content.length; at += found.at(-1).raw.length) found.push(new Der(this.content, at));
    return found;
  }
  of(tag) { expect(this.tag === tag); return this; }
  get oid() { return hex(this.of(6).content); }
  get bits() { expect(this.of(3).content[0] === 0); return this.content.slice(1); }
  get seconds() {
    let text = new TextDecoder().decode(this.content);
    if (this.tag === 23) text = (Number(text.slice(0, 2)) >= 50 ? '19' : '20') + text;
    else expect(this.tag === 24);
    const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text) ?? broken();
    expect(this.tag === 24 || text.length === 15);
    return secondsOf(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`, 'proofs.unreadable_timestamp');
  }
}

function readRsa(spki) { // 2048 to 8192 bits
  const [modulus] = Der.read(spki.items[1].bits).items.map((item) => item.of(2).content);
  const number = modulus.slice(modulus[0] === 0 ? 1 : 0);
  expect((number.length > 256 || (number.length === 256 && number[0] > 127)) && number.length <= 1024);
  return 'rsa';
}

function readCertificate(raw) {
  const [body, algorithm, signature] = Der.read(raw).items;
  const tbs = body.items;
  const first = tbs[0].tag === 0xa0 ? 1 : 0;
  const [serial, inner, issuer, validity, subject, spki] = tbs.slice(first, first + 6);
  expect(same(inner.raw, algorithm.raw));
  const extensions = {};
  for (const outer of tbs.slice(first + 6).filter((item) => item.tag === 0xa3)) {
    for (const { items } of outer.items[0].items) {
      expect(!(items[0].oid in extensions));
      extensions[items[0].oid] = { critical: items.length === 3 && items[1].content[0] === 255, value: items.at(-1).of(4).content };
    }
  }
  const basic = extensions[OID.basicConstraints], use = extensions[OID.extendedUse];
  const [kind, curve] = spki.items[0].items;
  const keyKind = kind.oid === RSA ? readRsa(spki) : kind.oid === OID.ec && curve?.oid === OID.p256 && spki.items[1].bits.length === 65 ? 'p256' : broken();
  return {
    raw, signed: body.raw, serial: hex(serial.of(2).content), issuer: hex(issuer.raw), subject: hex(subject.raw),
    starts: validity.items[0].seconds, ends: validity.items[1].seconds, spki, keyKind, algorithm: algorithm.items[0].oid,
    signature: signature.bits, isAuthority: Boolean(basic) && hex(Der.read(basic.value).items[0]?.raw ?? []) === '0101ff',
    stampsTimesOnly: Boolean(use?.critical) && hex(use.value) === ONLY_STAMPS,
  };
}

async function signatureHolds(certificate, algorithm, digest, signature, message) {
  const { keyKind, spki } = certificate;
  try {
    if (keyKind === 'p256') {
      const raw = algorithm === OID.ecdsa && (!digest || digest === 'SHA-256') ? rawEcdsa(signature) : null;
      const key = raw && await subtle.importKey('spki', spki.raw, P256, false, ['verify']);
      return raw !== null && await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, message);
    }
    const hash = algorithm === RSA ? digest : RSA_WITH[algorithm];
    if (!hash) return false;
    const key = await subtle.importKey('spki', spki.raw, { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['verify']);
    return await subtle.verify('RSASSA-PKCS1-v1_5', key, signature, message);
  } catch { return false; }
}

async function leadsTo(certificate, trusted, between, at, depth = 0) {
  if (at < certificate.starts || at > certificate.ends || depth > 4) return false;
  if (same(certificate.raw, trusted.raw)) return true;
  for (const above of [trusted, ...between]) {
    const isNamed = above.isAuthority && above.subject === certificate.issuer;
    if (isNamed && await signatureHolds(above, certificate.algorithm, '', certificate.signature, certificate.signed)
      && await leadsTo(above, trusted, between, at, depth + 1)) return true;
  }
  return false;
}

function readTimestamp(token) { // null: not one that can be read here
  try {
    expect(token.length <= 65536);
    const [kind, wrapped] = Der.read(token).of(0x30).items;
    expect(kind.oid === OID.signedData);
    const [, , encapsulated, ...rest] = wrapped.of(0xa0).items[0].items;
    expect(encapsulated.items[0].oid === OID.tstInfo);
    const content = encapsulated.items[1].of(0xa0).items[0].of(4).content;
    const given = rest.filter((item) => item.tag === 0xa0).flatMap((item) => item.items);
    expect(given.length <= 16 && rest.at(-1).of(0x31).items.length === 1);
    const [, sid, digest, attributes, algorithm, signature] = rest.at(-1).items[0].items;
    const attested = {};
    for (const { items: [name, values] } of attributes.of(0xa0).items) {
      expect(!(name.oid in attested) && values.of(0x31).items.length === 1);
      attested[name.oid] = values.items[0];
    }
    const [, , imprint, , at] = Der.read(content).items;
    const certificates = given.flatMap((c) => { try { return [readCertificate(c.raw)]; } catch { return []; } });
    return {
      at: at.of(24).seconds, hash: HASHES[imprint.items[0].items[0].oid] ?? broken(), imprint: imprint.items[1].of(4).content,
      content, digest: HASHES[digest.items[0].oid] ?? broken(), signed: concat(Uint8Array.of(0x31), attributes.raw.slice(1)), attested,
      algorithm: algorithm.items[0].oid, signature: signature.of(4).content,
      issuer: hex(sid.of(0x30).items[0].raw), serial: hex(sid.items[1].of(2).content), certificates,
    };
  } catch { return null; }
}

async function namesSigner(attribute, signer) {
  try {
    const first = attribute.items[0].items[0].items;
    const hash = first[0].tag === 0x30 ? HASHES[first[0].items[0].oid] : 'SHA-256';
    const named = first.find((item) => item.tag === 4).content;
    return same(named, new Uint8Array(await subtle.digest(hash, signer.raw)));
  } catch { return false; }
}

async function checkStamp(stamp, signer, text) {
  const hashed = async (name, bytes) => new Uint8Array(await subtle.digest(name, bytes));
  const { attested } = stamp;
  const kind = attested[OID.contentType], inside = attested[OID.messageDigest];
  const isRight = signer.stampsTimesOnly && same(await hashed(stamp.hash, text), stamp.imprint)
    && kind !== undefined && hex(kind.raw) === `060b${OID.tstInfo}`
    && inside !== undefined && same(inside.content, await hashed(stamp.digest, stamp.content))
    && await namesSigner(attested[OID.signingCertificate], signer)
    && await signatureHolds(signer, stamp.algorithm, stamp.digest, stamp.signature, stamp.signed);
  if (!isRight) refuse('proofs.wrong_timestamp');
  return true;
}

async function authorityOf(stamp, authorities) {
  for (const { name, certificate } of authorities) {
    for (const signer of [certificate, ...stamp.certificates]) {
      const isNamed = signer.issuer === stamp.issuer && signer.serial === stamp.serial;
      if (isNamed && await leadsTo(signer, certificate, stamp.certificates, stamp.at)) return { name, signer };
    }
  }
  return null;
}

async function anchorsOf(bundle, trust, attempt) {
  const text = utf8(splitNote(bundle.checkpoint).text);
  const found = [];
  for (const [number, token] of bundle.timestamps.entries()) {
    const stamp = readTimestamp(token);
    const authority = stamp && await authorityOf(stamp, trust.timeAuthorities);
    if (authority && await attempt(`timestamp ${number}`, () => checkStamp(stamp, authority.signer, text))) {
      found.push({ name: authority.name, seconds: stamp.at });
    }
  }
  return found;
}

// ---- keys and signatures

function readCbor(data) { // one item: enough for COSE keys and authenticator extensions (RFC 8949)
  let at = 0;
  const bad = () => refuse('proofs.unsupported_key');
  const take = (n) => { const part = data.slice(at, (at += n)); return part.length === n ? part : bad(); };
  const item = (depth) => {
    const [head] = take(1);
    const [major, low] = [head >> 5, head & 31];
    if (depth > 16 || low > 27) bad();
    const argument = low < 24 ? low : Number(take(2 ** (low - 24)).reduce((n, b) => n * 256n + BigInt(b), 0n));
    const many = (n) => (n > data.length ? bad() : Array.from({ length: n }, () => item(depth + 1)));
    switch (major) {
      case 0: return argument;
      case 1: return -1 - argument;
      case 2: return take(argument);
      case 3: return new TextDecoder('utf-8', { fatal: true }).decode(take(argument));
      case 4: return many(argument);
      case 5: {
        const flat = many(2 * argument);
        const map = new Map(flat.flatMap((k, i) => (i % 2 ? [] : [[k, flat[i + 1]]])));
        return map.size === argument ? map : bad(); // a name stands once
      }
      case 7: return { 20: false, 21: true, 22: null }[argument] ?? argument;
      default: return bad();
    }
  };
  const value = item(0);
  return at === data.length && value instanceof Map ? value : bad();
}

const coseKind = (key) => [1, 3, -1].map((label) => key.get(label)).join(',');
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

async function importPasskey(cose) {
  try {
    const key = readCbor(cose);
    switch (coseKind(key)) {
      case '1,-8,6': return await subtle.importKey('raw', key.get(-2), 'Ed25519', false, ['verify']);
      case '2,-7,1': {
        const [x, y] = [key.get(-2), key.get(-3)];
        if (x.length !== 32 || y.length !== 32) return null;
        return await subtle.importKey('raw', concat(Uint8Array.of(4), x, y), P256, false, ['verify']);
      }
      default: return null;
    }
  } catch { return null; }
}

function rawEcdsa(der) { // SEQUENCE { INTEGER r, INTEGER s } → r ‖ s
  const out = new Uint8Array(64);
  let at = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  for (const half of [0, 1]) {
    const size = der[at + 1];
    let number = der.slice(at + 2, at + 2 + size);
    const isMinimal = number.length === size && size > 0 && number[0] < 128 && !(size > 1 && !number[0] && number[1] < 128);
    if (der[at] !== 2 || !isMinimal) return null;
    if (number[0] === 0) number = number.slice(1);
    if (number.length > 32) return null;
    out.set(number, 32 * half + 32 - number.length);
    at += 2 + size;
  }
  return at === der.length ? out : null;
}

async function passkeyVerifies(cose, signature, message) {
  const key = await importPasskey(cose);
  if (key === null) refuse('proofs.unsupported_key');
  if (key.algorithm.name === 'Ed25519') return subtle.verify('Ed25519', key, signature, message);
  const raw = rawEcdsa(signature);
  return raw !== null && subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, message);
}

async function checkPasskey(signature, key, digest, log) {
  const wrongPage = 'proofs.wrong_relying_party';
  if (key.rp_id !== log.signing_rp_id || key.origin !== log.signing_origin) refuse(wrongPage);
  const data = signature.authenticatorData;
  let client;
  try { client = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(signature.clientData)); } catch { client = null; }
  if (client === null || typeof client !== 'object' || Array.isArray(client)) refuse('proofs.wrong_client_data');
  if (client.type !== 'webauthn.get') refuse('proofs.wrong_ceremony');
  if (client.origin !== log.signing_origin) refuse(wrongPage);
  if ((client.crossOrigin ?? false) !== false || 'topOrigin' in client) refuse('proofs.cross_origin');
  if (typeof client.challenge !== 'string') refuse('proofs.wrong_client_data');
  if (client.challenge !== toB64(digest)) refuse('proofs.wrong_challenge');
  const flags = data[32];
  if (data.length < 37) refuse('proofs.wrong_authenticator_data');
  if (!same(data.slice(0, 32), await sha256(utf8(log.signing_rp_id)))) refuse(wrongPage);
  if (!(flags & 1)) refuse('proofs.user_not_present');
  if (!(flags & 4)) refuse('proofs.user_not_verified');
  if ((flags & 24) === 16 || flags & 64) refuse('proofs.wrong_authenticator_data');
  if (flags & 128) readCbor(data.slice(37));
  else if (data.length !== 37) refuse('proofs.wrong_authenticator_data');
  const message = concat(data, await sha256(signature.clientData));
  if (!(await passkeyVerifies(key.public, signature.signature, message))) refuse('proofs.wrong_signature');
}

async function checkSignature(signature, key, digest, log) {
  if (signature.keyId !== key.key_id || signature.kind !== key.kind) refuse('proofs.other_key');
  if (key.kind === 'webauthn') return checkPasskey(signature, key, digest, log);
  if (key.kind === 'demo' && !log.key.name.startsWith('demo.')) refuse('proofs.demo_key');
  const message = concat(utf8('propria/v1/statement\0'), digest);
  if (!(await ed25519(key.public, signature.signature, message))) refuse('proofs.wrong_signature');
  return undefined;
}

// ---- reading the file's parts

const ID = { statement: /^stm_[0-9a-hjkmnp-tv-z]{26}$/, subject: /^sub_[0-9a-hjkmnp-tv-z]{52}$/, key: /^key_[0-9a-hjkmnp-tv-z]{26}$/ };
const hashes = (raw) => listOf(raw).map((text) => fromB64(text, 32));

function readKey(raw) {
  const { key_id, kind, public: encoded, rp_id = '', origin = '' } = members(raw, ['key_id', 'kind', 'public'], ['rp_id', 'origin']);
  const key = { key_id: textOf(key_id), kind: textOf(kind), public: fromB64(encoded), rp_id: textOf(rp_id), origin: textOf(origin), raw };
  const isPasskey = kind === 'webauthn';
  if (!ID.key.test(key_id) || !['webauthn', 'ed25519', 'demo'].includes(kind)) malformed('proofs.wrong_key');
  if (isPasskey !== Boolean(rp_id && origin) || (!isPasskey && key.public.length !== 32)) malformed('proofs.wrong_key');
  return key;
}

function readSignature(raw) {
  const isPasskey = raw?.kind === 'webauthn';
  if (!['webauthn', 'ed25519', 'demo'].includes(raw?.kind)) malformed('proofs.wrong_signature_form');
  members(raw, ['kind', 'key_id', 'signature', ...(isPasskey ? ['authenticator_data', 'client_data'] : [])]);
  return {
    kind: raw.kind, keyId: textOf(raw.key_id), signature: fromB64(raw.signature),
    authenticatorData: isPasskey ? fromB64(raw.authenticator_data) : null,
    clientData: isPasskey ? fromB64(raw.client_data) : null,
  };
}

function readLogged(raw) {
  const found = members(raw, ['entry', 'index', 'proof']);
  return { entry: textOf(found.entry), index: countOf(found.index), proof: hashes(found.proof) };
}

function readMapProof(raw) {
  const found = members(raw, ['siblings'], ['other']);
  if (listOf(found.siblings).length > 256) malformed('proofs.wrong_type');
  const siblings = found.siblings.map((s) => (s === null ? EMPTY : fromB64(s, 32)));
  if (!('other' in found)) return { siblings };
  const other = members(found.other, ['key', 'value_hash']);
  return { siblings, other: { key: fromB64(other.key, 32), value: fromB64(other.value_hash, 32) } };
}

function readLeaf(raw) {
  const leaf = members(raw, ['count', 'head', 'states']);
  if (typeof leaf.states !== 'object' || leaf.states === null || Array.isArray(leaf.states) || Object.values(leaf.states).some((w) => typeof w !== 'string')) {
    malformed('proofs.wrong_leaf');
  }
  return { leaf, count: countOf(leaf.count), head: fromB64(leaf.head, 32) };
}

function readSubject(raw) {
  const found = members(raw, ['subject', 'leaf', 'proof', 'chain']);
  return { subject: textOf(found.subject), ...readLeaf(found.leaf), proof: readMapProof(found.proof), chain: hashes(found.chain) };
}

function readOperator(raw) {
  const found = members(raw, ['leaf', 'proof']);
  return { leaf: found.leaf === null ? null : readLeaf(found.leaf).leaf, proof: readMapProof(found.proof) };
}

function readName(raw) {
  const found = members(raw, ['name', 'folded', 'leaf', 'proof']);
  const people = found.leaf === null ? [] : listOf(members(found.leaf, ['people']).people);
  people.forEach((person) => Object.values(members(person, ['id'], ['isni', 'domain'])).forEach(textOf));
  return { ...found, name: textOf(found.name), folded: textOf(found.folded), people, proof: readMapProof(found.proof) };
}

export function readBundle(text) {
  let raw;
  try { raw = JSON.parse(text); } catch { malformed('proofs.not_json'); }
  const parts = ['format', 'checkpoint', 'map_entry', 'envelopes', 'keys', 'subjects', 'continuations', 'timestamps'];
  const found = members(raw, parts, ['name', 'endings', 'rotations', 'operator']);
  if (canonical(found) !== text) malformed('proofs.not_canonical_json');
  if (found.format !== 'propria-bundle/1') malformed('proofs.wrong_bundle');
  return {
    checkpoint: textOf(found.checkpoint),
    mapEntry: readLogged(found.map_entry),
    envelopes: listOf(found.envelopes).map((part) => {
      const e = members(part, ['statement', 'signature', 'salt', 'logged']);
      return { statement: textOf(e.statement), signature: readSignature(e.signature), salt: fromB64(e.salt, 32), logged: readLogged(e.logged) };
    }),
    keys: listOf(found.keys).map(readKey),
    subjects: listOf(found.subjects).map(readSubject),
    continuations: listOf(found.continuations).map((part) => {
      const c = members(part, ['size', 'proof']);
      return { size: countOf(c.size), proof: hashes(c.proof) };
    }),
    name: 'name' in found ? readName(found.name) : null,
    timestamps: listOf(found.timestamps).map((token) => fromB64(token)),
    endings: listOf(found.endings ?? []).map(readEnding),
    rotations: listOf(found.rotations ?? []).map(textOf),
    operator: 'operator' in found ? readOperator(found.operator) : null,
  };
}

// A claim's file: its words, and the text of the bundle that they rest on; null for a file of another kind.
export function readClaim(text) {
  let raw;
  try { raw = JSON.parse(text); } catch { return null; }
  if (raw?.format !== 'propria-claim/1') return null;
  const found = members(raw, ['format', 'claim', 'lexicon', 'bundle']);
  if (canonical(found) !== text) malformed('proofs.not_canonical_json');
  return { claim: textOf(found.claim), bundleText: canonical(found.bundle) };
}

function readEnding(part) {
  const e = members(part, ['subject', 'facts', 'salt', 'logged']);
  const facts = members(e.facts, ['target', 'state', 'nonce'], ['entry']);
  if ('entry' in facts) countOf(facts.entry);
  textOf(facts.nonce);
  return { subject: textOf(e.subject), target: textOf(facts.target), state: textOf(facts.state), facts,
    salt: fromB64(e.salt, 32), logged: readLogged(e.logged) };
}

export async function readTrust(text) {
  let raw;
  try { raw = JSON.parse(text); } catch { malformed('proofs.not_json'); }
  const found = members(raw, ['format', 'logs'], ['witnesses', 'attestors', 'one_machine', 'time_authorities']);
  if (found.format !== 'propria-trust/1' || !listOf(found.logs).length) malformed('proofs.wrong_trust');
  const key = async (vkey, algorithm) => {
    const read = await readVkey(textOf(vkey));
    return read.algorithm === algorithm ? read : malformed('proofs.wrong_trust');
  };
  const trust = {
    logs: await Promise.all(found.logs.map(async (log) => ({
      ...members(log, ['vkey', 'signing_rp_id', 'signing_origin'], ['operator_keys']),
      key: await key(log.vkey, 1), operatorKeys: (log.operator_keys ?? []).map((k) => hex(fromB64(k, 32))),
    }))),
    witnesses: await Promise.all((found.witnesses ?? []).map((vkey) => key(vkey, 4))),
    attestors: (found.attestors ?? []).map((a) => ({ name: textOf(a.name), public: hex(fromB64(a.public, 32)) })),
    oneMachine: found.one_machine === true,
    timeAuthorities: listOf(found.time_authorities ?? []).map((raw) => {
      const { name, certificate } = members(raw, ['name', 'certificate']);
      const der = fromB64(certificate);
      try { return { name: textOf(name), certificate: readCertificate(der) }; } catch { return malformed('proofs.wrong_trust'); }
    }),
  };
  const operated = new Set(trust.logs.flatMap((log) => [hex(log.key.key), ...log.operatorKeys]));
  const others = [...trust.witnesses.map((w) => hex(w.key)), ...trust.attestors.map((a) => a.public)];
  return others.some((key) => operated.has(key)) ? malformed('proofs.wrong_trust') : trust;
}

const HIDDEN = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

export function readStatement(text) {
  const said = members(readCanonical(text), ['type', 'version', 'id', 'subject', 'body', 'text', 'as_of', 'expires_at']);
  const isObject = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
  const isWhole = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(textOf(said.type)) && countOf(said.version) >= 1
    && ID.statement.test(said.id) && ID.subject.test(said.subject) && isObject(said.body) && isObject(said.text)
    && Object.keys(said.text).sort().join() === 'en,zh'
    && Object.values(said.text).every((t) => typeof t === 'string' && t.trim() && !HIDDEN.test(t));
  if (!isWhole) malformed('proofs.wrong_statement');
  secondsOf(textOf(said.expires_at), 'proofs.wrong_statement');
  if (said.as_of !== null) {
    members(said.as_of, ['origin', 'size', 'root']);
    textOf(said.as_of.origin); countOf(said.as_of.size); fromB64(said.as_of.root, 32);
  }
  return said;
}

function readEntry(text) {
  const raw = readCanonical(text);
  const isMap = raw?.kind === 'map';
  if (!isMap && !['statement', 'erased', 'closed', 'refusal'].includes(raw?.kind)) malformed('proofs.wrong_entry');
  members(raw, isMap ? ['kind', 'at', 'root'] : ['kind', 'at', 'commitment', 'tag']);
  const bytes = (text) => fromB64(text, 32);
  return {
    kind: raw.kind, at: secondsOf(textOf(raw.at), 'proofs.wrong_entry'), root: isMap ? bytes(raw.root) : null,
    commitment: isMap ? null : bytes(raw.commitment), tag: isMap ? null : bytes(raw.tag),
  };
}

// ---- one pass over a bundle

export async function verifyBundle(bundleText, trust, now, tell = () => {}) {
  const bundle = readBundle(bundleText);
  for (const key of bundle.keys) {
    if (key.kind === 'webauthn' && (await importPasskey(key.public)) === null) malformed('proofs.wrong_key');
  }
  const problems = [];
  const attempt = async (where, check) => {
    try { return await check(); } catch (error) {
      if (!(error instanceof Unverified || error instanceof Unreadable)) throw error;
      problems.push({ code: error.code, where });
      return null;
    }
  };
  const step = async (name, shows, work) => {
    const before = problems.length;
    const found = await work();
    if (shows) tell(name, problems.length === before);
    return found;
  };
  const signed = await step('log_signed', true, () => attempt('checkpoint', () => openSigned(bundle, trust)));
  const head = signed && await step('map_logged', true, () => attempt('checkpoint', () => openHead(bundle, signed, trust, now, attempt)));
  if (head === null) {
    return { colour: 'red', time: 'operator', checkpoint: null, statements: [], statuses: [], name: null, endings: [],
      problems, reservations: [], cannot_know: ['nothing_without_checkpoint'] };
  }
  const places = new Map();
  await step('subject_shown', bundle.subjects.length > 0, async () => {
    for (const subject of bundle.subjects) {
      const found = await attempt(`subject ${subject.subject}`, () => placesOf(subject, head));
      if (found) places.set(subject.subject, found);
    }
  });
  const hasWords = bundle.envelopes.length > 0;
  const verified = await step('words_signed', hasWords, async () => {
    const found = await verifyEnvelopes(bundle, head, places, attempt, problems);
    checkOrder(found, places, problems);
    return found;
  });
  const ring = new KeyRing(verified, trust, head.log);
  let showsOperator = false;
  const statements = await step('keys_bound', hasWords, async () => {
    const found = verified.map((v) => factsOf(v, ring, problems));
    showsOperator = await checkOperatorKeys(bundle.operator, verified, ring, head, attempt, problems);
    return found;
  });
  const endings = [];
  for (const [number, ending] of bundle.endings.entries()) {
    const found = await attempt(`ending ${number}`, () => verifyEnding(ending, head, places, bundle.subjects));
    if (found) endings.push(found);
  }
  const statuses = [];
  for (const subject of bundle.subjects) {
    if (places.has(subject.subject)) statuses.push(await statusOf(subject, places.get(subject.subject), statements, endings));
  }
  const name = bundle.name === null ? null
    : await step('name_shown', true, () => attempt('name', () => nameFacts(bundle.name, head)));
  const reservations = reservationsOf(head, statements, trust, name, showsOperator);
  return {
    colour: problems.length ? 'red' : reservations.length ? 'amber' : 'green',
    time: head.cosigners.length ? 'witnesses' : head.anchors.length ? 'timestamps' : 'operator',
    checkpoint: { origin: head.origin, size: head.size, root: hex(head.root), at: wire(head.at),
      cosigners: head.cosigners.map((c) => ({ name: c.name, seen_at: wire(c.seconds) })), strangers: head.strangers,
      anchors: head.anchors.map((a) => ({ name: a.name, stamped_at: wire(a.seconds) })), followed: head.followed },
    statements, statuses, name, endings, problems, reservations,
    cannot_know: limitsOf(head, statements, statuses, bundle.timestamps.length - head.anchors.length),
  };
}

async function openSigned(bundle, trust) {
  const origin = splitNote(bundle.checkpoint).text.split('\n')[0];
  const log = trust.logs.find((candidate) => candidate.key.name === origin) ?? refuse('proofs.log_not_trusted');
  const ofLog = await followedFrom(log.key, bundle.rotations);
  const { text, found, names } = await openNote(bundle.checkpoint, [...ofLog.map((k) => k.key), ...trust.witnesses]);
  const head = readCheckpoint(text);
  if (!ofLog.some((k) => found.has(k.key))) refuse('proofs.note_unsigned');
  return { head, origin, log, ofLog, found, names };
}

const ROTATION = 'propria/v1/log-key-rotation';

// The log's key, and those that notes lead to, each signed by the one before it; what that did not sign leads nowhere.
async function followedFrom(logKey, rotations) {
  const keys = [{ key: logKey, vkey: null }];
  for (const note of rotations) {
    const last = keys.at(-1).key;
    try {
      const lines = (await openNote(note, [last])).text.split('\n');
      const next = lines.length === 4 ? await readVkey(lines[2]) : last;
      const isNext = lines[0] === ROTATION && lines[1] === last.name && next.name === last.name && next.algorithm === 1;
      if (isNext && !same(next.key, last.key)) keys.push({ key: next, vkey: lines[2] });
    } catch (problem) {
      if (!(problem instanceof Unreadable || problem instanceof Unverified)) throw problem;
    }
  }
  return keys;
}

async function openHead(bundle, { head, origin, log, ofLog, found, names }, trust, now, attempt) {
  const { entry, index, proof } = bundle.mapEntry;
  await verifyInclusion(await leafHash(utf8(entry)), index, head.size, proof, head.root);
  const map = readEntry(entry);
  if (map.kind !== 'map' || index !== head.size - 1) refuse('proofs.map_not_last');
  const cosigners = [...found].filter(([key]) => !ofLog.some((k) => k.key === key)).map(([key, seconds]) => ({ name: key.name, seconds }));
  const times = cosigners.map((c) => c.seconds);
  const anchors = await anchorsOf(bundle, trust, attempt);
  // a demo tells its story in a time of its own
  if (!origin.startsWith('demo.')) times.push(now.getTime() / 1000, ...anchors.map((a) => a.seconds));
  if (times.some((seconds) => map.at > seconds + CLOCK_TOLERANCE_SECONDS)) refuse('proofs.time_disorder');
  const known = new Set([log.key.name, ...trust.witnesses.map((w) => w.name)]);
  const followed = ofLog.slice(1).map((k) => k.vkey);
  return { ...head, log, followed, at: map.at, mapRoot: map.root, cosigners, anchors, strangers: names.filter((n) => !known.has(n)) };
}

async function placesOf(subject, head) {
  await verifyPresent(head.mapRoot, await mapKey('subject', subject.subject), await mapValue(subject.leaf), subject.proof);
  let chain = await labelled('propria/v1/subject', utf8(subject.subject));
  const places = new Map();
  for (const leaf of subject.chain) {
    places.set(hex(leaf), { position: places.size, before: chain });
    chain = await labelled('propria/v1/link', chain, leaf);
  }
  const isAll = places.size === subject.count && subject.chain.length === subject.count && same(chain, subject.head);
  return isAll ? places : refuse('proofs.chain_incomplete');
}

async function verifyEnvelopes(bundle, head, places, attempt, problems) {
  const keys = new Map();
  for (const key of bundle.keys) {
    const known = keys.get(key.key_id) ?? key;
    if (canonical(known.raw) !== canonical(key.raw)) problems.push({ code: 'proofs.key_twice', where: `key ${key.key_id}` });
    keys.set(key.key_id, known);
  }
  const verified = [];
  for (const [number, envelope] of bundle.envelopes.entries()) {
    const found = await attempt(`envelope ${number}`, () => verifyEnvelope(envelope, keys, head, places, bundle.continuations));
    if (found) verified.push(found);
  }
  return verified;
}

async function verifyEnvelope(envelope, keys, head, places, continuations) {
  const { entry: entryText, index, proof } = envelope.logged;
  const leaf = await leafHash(utf8(entryText));
  await verifyInclusion(leaf, index, head.size, proof, head.root);
  const entry = readEntry(entryText);
  if (entry.kind !== 'statement') refuse('proofs.not_a_statement_entry');
  if (entry.at > head.at) refuse('proofs.time_disorder');
  const key = keys.get(envelope.signature.keyId) ?? refuse('proofs.key_missing');
  const said = readStatement(envelope.statement);
  if (envelope.signature.kind !== key.kind) refuse('proofs.other_key');
  if (entry.at > Date.parse(said.expires_at) / 1000) refuse('proofs.statement_expired');
  const digest = await labelled('propria/v1/statement', utf8(envelope.statement));
  await checkSignature(envelope.signature, key, digest, head.log);
  const own = places.get(said.subject);
  const place = own ? own.get(hex(leaf)) ?? refuse('proofs.not_in_chain') : null;
  if (!same(entry.commitment, await sha256(envelope.salt, digest))) refuse('proofs.commitment_not_opened');
  if (place && !same(entry.tag, await labelled('propria/v1/tag', envelope.salt, place.before))) {
    refuse('proofs.other_place_in_chain');
  }
  const after = await signedAfter(said, index, head, continuations);
  return { said, key, digest, index, at: entry.at, place, after };
}

async function signedAfter(said, index, head, continuations) {
  const seen = said.as_of;
  if (seen === null) return null;
  if (seen.origin !== head.origin) refuse('proofs.other_log');
  if (seen.size > index) refuse('proofs.seen_later_than_logged');
  const continuation = continuations.find((c) => c.size === seen.size);
  if (!continuation) return null;
  await verifyConsistency(seen.size, head.size, fromB64(seen.root, 32), head.root, continuation.proof);
  return seen.size;
}

function checkOrder(verified, places, problems) {
  for (const subject of places.keys()) {
    const own = verified.filter((v) => v.place && v.said.subject === subject).sort((a, b) => a.index - b.index);
    const isRising = own.every((v, i) => i === 0 || own[i - 1].place.position < v.place.position);
    if (!isRising) problems.push({ code: 'proofs.chain_disorder', where: `subject ${subject}` });
  }
  const seen = new Set();
  for (const { said } of verified) {
    if (seen.has(said.id)) problems.push({ code: 'proofs.statement_twice', where: `statement ${said.id}` });
    seen.add(said.id);
  }
}

class KeyRing { // whose key it is, as the bundle's own statements and the trust file show
  constructor(verified, trust, log) {
    Object.assign(this, { verified, trust, log });
    this.operators = operatorsOf(this.of('operator.key_rotated'), log);
  }
  attestor(key) { return this.trust.attestors.find((a) => a.public === hex(key.public))?.name ?? null; }
  isOperator(key) { return this.operators.has(hex(key.public)); }
  of(type) { return this.verified.filter((v) => v.said.type === type); }
  binds(v, key) { return canonical(v.said.body.key ?? null) === canonical(key.raw); }
  speaksFor(key, subject) {
    return this.isOperator(key) || this.attestor(key) !== null || this.of('key.bound').some((v) =>
      canonical(v.key.raw) === canonical(key.raw) && v.said.subject === subject && this.binds(v, key));
  }
  binding(key) {
    const plain = { holder: '', routes: [], attested_by: [], outside: [] };
    if (this.isOperator(key)) return { word: 'operator', ...plain };
    const name = this.attestor(key);
    if (name !== null) return { word: 'attestor', ...plain, attested_by: [name] };
    const bound = this.of('key.bound').find((v) => this.binds(v, key)
      && (canonical(v.key.raw) === canonical(key.raw) || this.speaksFor(v.key, v.said.subject)));
    if (!bound) return { word: 'unbound', ...plain };
    const holder = bound.said.subject;
    const attested = this.of('identity.attested').filter((v) => v.said.subject === holder && hex(v.key.public) !== hex(key.public)
      && (this.binds(v, key) || (v.said.body.key_id === key.key_id && this.isOperator(v.key))));
    const names = [...new Set(attested.map((v) => this.attestor(v.key)).filter((n) => n !== null))].sort();
    const others = attested.filter((v) => this.attestor(v.key) === null);
    const byOperator = others.filter((v) => this.isOperator(v.key));
    const routes = [bound, ...attested].map((v) => v.said.body.route).filter((r) => typeof r === 'string' && r);
    const word = names.length ? 'attested' : byOperator.length || this.isOperator(bound.key) ? 'operator_only'
      : others.length > byOperator.length ? 'strangers_only' : 'unattested';
    const outside = byOperator.map((v) => v.said.body.route).filter((r) => OUTSIDE_ROUTES.has(r));
    return { word, holder, routes: [...new Set(routes)].sort(), attested_by: names, outside: [...new Set(outside)].sort() };
  }
  revokedAt(key) {
    const { holder } = this.binding(key);
    const found = this.of('key.revoked').filter((v) => v.said.body.key_id === key.key_id && v.said.subject === holder
      && this.speaksFor(v.key, holder));
    return Math.min(this.operators.get(hex(key.public)) ?? Infinity, ...found.map(reachOf));
  }
}

// Routes of an attestation by which somebody who is not the operator showed who a key's holder is.
const OUTSIDE_ROUTES = new Set(['domain', 'dns', 'guild', 'oidc']);

// The operator's keys, those of the trust file and whatever they lead to → the entry that each ended with.
function operatorsOf(rotations, log) {
  const found = new Map(log.operatorKeys.map((key) => [key, Infinity]));
  const said = [...rotations].sort((a, b) => a.index - b.index);
  for (const { said: { body }, key, index } of [...said, ...said.toReversed()]) { // the keys that follow, then those before
    const [old, next, signer] = [softwareKey(body.old), softwareKey(body.key), hex(key.public)];
    const isPair = old !== null && next !== null && old !== next && [old, next].includes(signer);
    if (!isPair || !found.has(signer) || index > found.get(signer)) continue;
    if (!found.has(next)) found.set(next, Infinity);
    found.set(old, Math.min(found.get(old) ?? Infinity, index));
  }
  return found;
}

// The library's own subject, as anybody works it out from the log's name: 52 digits of 5 bits, the lowest first.
async function librarySubject(origin) {
  const digest = new Uint8Array(await subtle.digest('SHA-512', utf8(`propria/v1/library-subject\0${origin}`)));
  let number = BigInt(`0x${hex(digest)}`), text = 'sub_';
  for (let place = 0; place < 52; place += 1, number >>= 5n) text += '0123456789abcdefghjkmnpqrstvwxyz'[Number(number & 31n)];
  return text;
}

// Whether the map shows what became of the operator's keys; each that it calls replaced must end in this bundle.
async function checkOperatorKeys(shown, verified, ring, head, attempt, problems) {
  const subject = await librarySubject(head.origin);
  const proved = shown && await attempt('operator', async () => {
    const key = await mapKey('subject', subject);
    if (shown.leaf === null) await verifyAbsent(head.mapRoot, key, shown.proof);
    else await verifyPresent(head.mapRoot, key, await mapValue(shown.leaf), shown.proof);
    return true;
  });
  if (!proved) return false;
  for (const [keyId, key] of new Map(verified.map((v) => [v.key.key_id, v.key]))) {
    const stands = ring.operators.get(hex(key.public)) === Infinity;
    const state = shown.leaf && await stateOf({ subject, leaf: shown.leaf }, toB64(key.public));
    if (stands && state === 'replaced') problems.push({ code: 'proofs.rotation_left_out', where: `key ${keyId}` });
  }
  return true;
}

function softwareKey(raw) {
  try {
    const key = readKey(raw);
    return key.kind === 'ed25519' ? hex(key.public) : null;
  } catch (problem) {
    if (!(problem instanceof Unreadable || problem instanceof Unverified)) throw problem;
    return null;
  }
}

function reachOf(v) {
  const { since } = v.said.body;
  return Number.isInteger(since) ? Math.min(since - 1, v.index) : v.index;
}

export const shortDigest = (digest) => `${hex(digest.slice(0, 2))} ${hex(digest.slice(2, 4))} … ${hex(digest.slice(-2))}`;

function factsOf(v, ring, problems) {
  const binding = ring.binding(v.key);
  const where = `statement ${v.said.id}`;
  if (binding.word === 'unbound' && v.said.type !== 'identity.attested') problems.push({ code: 'proofs.key_not_bound', where });
  if (v.index > ring.revokedAt(v.key)) problems.push({ code: 'proofs.key_revoked', where });
  return {
    id: v.said.id, type: v.said.type, subject: v.said.subject, text: v.said.text, body: v.said.body,
    digest: shortDigest(v.digest), key: { key_id: v.key.key_id, kind: v.key.kind, binding },
    index: v.index, logged_at: wire(v.at), signed_after_size: v.after, is_placed: v.place !== null,
  };
}

function* textsIn(value) {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) yield* textsIn(item);
}

const LAST_STATES = new Set(['withdrawn', 'lapsed', 'expired', 'revoked', 'cancelled', 'void']);

async function stateOf(subject, thing) {
  const key = await labelled('propria/v1/state', utf8(subject.subject), Uint8Array.of(0), utf8(thing));
  return subject.leaf.states[toB64(key.slice(0, 16))];
}

async function verifyEnding(ending, head, places, subjects) {
  const { entry: entryText, index, proof } = ending.logged;
  const leaf = await leafHash(utf8(entryText));
  await verifyInclusion(leaf, index, head.size, proof, head.root);
  const entry = readEntry(entryText);
  if (!['erased', 'closed'].includes(entry.kind)) refuse('proofs.not_an_ending');
  if (entry.at > head.at) refuse('proofs.time_disorder');
  const place = places.get(ending.subject)?.get(hex(leaf)) ?? refuse('proofs.not_in_chain');
  const digest = await labelled('propria/v1/facts', utf8(canonical(ending.facts)));
  if (!same(entry.commitment, await sha256(ending.salt, digest))) refuse('proofs.commitment_not_opened');
  if (!same(entry.tag, await labelled('propria/v1/tag', ending.salt, place.before))) refuse('proofs.other_place_in_chain');
  const stands = await stateOf(subjects.find((s) => s.subject === ending.subject), ending.target);
  if (!LAST_STATES.has(ending.state) || stands !== ending.state) refuse('proofs.state_raised');
  return { kind: entry.kind, subject: ending.subject, target: ending.target, state: ending.state, index, logged_at: wire(entry.at) };
}

async function statusOf(subject, places, statements, endings) {
  const own = statements.filter((s) => s.subject === subject.subject);
  const ended = endings.filter((e) => e.subject === subject.subject).map((e) => e.target);
  const states = {};
  for (const thing of new Set(['openness', ...ended, ...own.flatMap((s) => [s.id, ...textsIn(s.body)])])) {
    const word = await stateOf(subject, thing);
    if (word !== undefined) states[thing] = word;
  }
  const withdrawals = own.filter((s) => s.type.endsWith('.withdrawn') && s.key.binding.holder === subject.subject);
  return {
    subject: subject.subject, entries: places.size, disclosed: own.filter((s) => s.is_placed).length + ended.length, states,
    withdrawn_here: [...new Set(withdrawals.map((s) => s.body.target).filter((t) => typeof t === 'string'))].sort(),
  };
}

async function nameFacts(name, head) {
  if (name.folded !== foldName(name.name)) refuse('proofs.other_name');
  const key = await mapKey('name', name.folded);
  if (name.leaf === null) await verifyAbsent(head.mapRoot, key, name.proof);
  else await verifyPresent(head.mapRoot, key, await mapValue(name.leaf), name.proof);
  return { name: name.name, people: name.people };
}

function reservationsOf(head, statements, trust, name, showsOperator) {
  const words = statements.map((s) => s.key.binding.word);
  const isBy = (role) => statements.some((s) => s.key.binding.word === role && !ABOUT_KEYS.has(s.type));
  return Object.entries({
    time_is_the_operators_word: !head.cosigners.length && !head.anchors.length,
    not_witnessed: head.anchors.length > 0 && !head.cosigners.length,
    one_machine: trust.oneMachine,
    demo_log: head.origin.startsWith('demo.'),
    binding_by_operator_only: words.includes('operator_only'),
    binding_by_strangers_only: words.includes('strangers_only'),
    binding_unattested: words.includes('unattested'),
    signed_for_another: statements.some((s) => s.key.binding.holder && s.key.binding.holder !== s.subject),
    signed_by_operator: isBy('operator'),
    signed_by_attestor: isBy('attestor'),
    operator_keys_not_shown: !showsOperator && words.includes('operator'),
    nothing_signed: !statements.length && !name,
    status_not_shown: statements.some((s) => !s.is_placed && !ABOUT_KEYS.has(s.type)),
  }).filter(([, isSo]) => isSo).map(([code]) => code);
}

function limitsOf(head, statements, statuses, timestamps) {
  return Object.entries({
    after_checkpoint: true,
    who_holds_the_key_now: true,
    what_the_page_showed: statements.some((s) => s.key.kind === 'webauthn'),
    licences_not_shown: true,
    entries_not_disclosed: statuses.some((s) => s.entries > s.disclosed),
    how_early_it_was_signed: statements.some((s) => s.signed_after_size === null),
    exact_times: !head.cosigners.length && !head.anchors.length,
    timestamps_not_checked: timestamps > 0,
  }).filter(([, isSo]) => isSo).map(([code]) => code);
}
