"""Names of the months of the Gregorian calendar, as written in English, Urdu, Pashto and Latin letters."""

_NAMES = {
    1: "january jan janwari janvri جنوری جنوري",
    2: "february feb farwari febuary فروری فروري فبروري",
    3: "march mar مارچ مارچ",
    4: "april apr اپریل اپرېل",
    5: "may mai مئی می مۍ",
    6: "june jun joon جون",
    7: "july jul julai جولائی جولای جولايي جولایي",
    8: "august aug agast اگست اګست",
    9: "september sep sept sitambar ستمبر سپتمبر سپټمبر",
    10: "october oct aktubar اکتوبر اکټوبر",
    11: "november nov نومبر نوامبر",
    12: "december dec disambar دسمبر ډسمبر دسامبر",
}
MONTHS = {name: month for month, names in _NAMES.items() for name in names.split()}
