"""The diasporas of the demo community: what their people are called, where they live, where their roots are."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Diaspora:
    """One diaspora.  Names are tuples (women's given, men's given, women's family, men's family), one tuple a script."""

    country: str  # of the roots
    weight: int  # how often its people turn up
    homes: tuple[str, ...]  # «City, CC»
    roots: tuple[str, ...]  # cities
    writes: tuple[str, ...]  # languages of profiles; repeated ones are more frequent
    speaks: tuple[str, ...]  # languages nearly all of its people speak
    names: tuple[tuple[str, str, str, str], ...]

    def draw_name(self, rng: Random, is_woman: bool) -> str:
        """A full name in one of the diaspora's scripts."""
        women, men, women_family, men_family = rng.choice(self.names)
        given, family = (women, women_family) if is_woman else (men, men_family)
        return f"{rng.choice(given.split())} {rng.choice(family.split())}".replace("_", " ")


DIASPORAS = (
    Diaspora(
        "KG", 20,
        ("Berlin, DE", "Moscow, RU", "Saint Petersburg, RU", "Istanbul, TR", "Almaty, KZ", "Yekaterinburg, RU", "Seoul, KR", "Novosibirsk, RU", "Prague, CZ", "Chicago, US"),
        ("Bishkek", "Osh", "Jalal-Abad", "Karakol", "Naryn", "Talas"),
        ("ru", "ru", "ru", "en"), ("ky", "ru"),
        (
            (
                "Айгүл Нургүл Гүлнара Жылдыз Айпери Чолпон Бермет Мээрим Элнура Назгүл Каныкей Сайкал Асел Бегимай",
                "Бакыт Нурлан Эрлан Азамат Талант Улан Тилек Мирлан Канат Бекзат Данияр Айбек Самат Чыңгыз",
                "Асанова Токтосунова Өмүрбекова Мамытова Касымова Бейшеналиева Жумабаева Сыдыкова Абдраева Үсөнова Кадырова Исакова",
                "Асанов Токтосунов Өмүрбеков Мамытов Касымов Бейшеналиев Жумабаев Сыдыков Абдраев Үсөнов Кадыров Исаков",
            ),
            (
                "Aigul Nurgul Gulnara Jyldyz Aiperi Cholpon Bermet Meerim Elnura Kanykei Asel",
                "Bakyt Nurlan Erlan Azamat Talant Ulan Tilek Mirlan Kanat Daniyar Aibek Samat",
                "Asanova Toktosunova Omurbekova Mamytova Kasymova Jumabaeva Sydykova Kadyrova Isakova Abdrakhmanova",
                "Asanov Toktosunov Omurbekov Mamytov Kasymov Jumabaev Sydykov Kadyrov Isakov Abdrakhmanov",
            ),
        ),
    ),
    Diaspora(
        "MA", 14,
        ("Paris, FR", "Lyon, FR", "Marseille, FR", "Brussels, BE", "Madrid, ES", "Barcelona, ES", "Rotterdam, NL", "Montréal, CA", "Milan, IT", "Frankfurt am Main, DE"),
        ("Casablanca", "Fes", "Marrakesh", "Tangier", "Agadir", "Oujda"),
        ("fr", "fr", "ar", "en"), ("ar", "fr"),
        (
            (
                "Samira Naïma Fatima-Zahra Khadija Salma Hanane Imane Loubna Sanae Ghita Zineb Houda",
                "Youssef Hamza Mehdi Rachid Karim Amine Khalid Omar Anas Ilyas Hicham Said",
                "Benali El_Amrani Bennani Tazi Alaoui Berrada Chraibi El_Idrissi Ouazzani Lahlou Amrani Naciri Ait_Taleb",
                "Benali El_Amrani Bennani Tazi Alaoui Berrada Chraibi El_Idrissi Ouazzani Lahlou Amrani Naciri Ait_Taleb",
            ),
            (
                "سميرة نعيمة خديجة سلمى حنان إيمان لبنى سناء زينب هدى",
                "يوسف حمزة مهدي رشيد كريم أمين خالد عمر أنس هشام سعيد",
                "بنعلي العمراني بناني التازي العلوي برادة الشرايبي الإدريسي الوزاني لحلو",
                "بنعلي العمراني بناني التازي العلوي برادة الشرايبي الإدريسي الوزاني لحلو",
            ),
        ),
    ),
    Diaspora(
        "CO", 14,
        ("Madrid, ES", "Barcelona, ES", "Valencia, ES", "Miami, US", "New York City, US", "London, GB", "Toronto, CA", "Berlin, DE", "Buenos Aires, AR"),
        ("Bogotá", "Medellín", "Cali", "Barranquilla", "Pereira", "Pasto"),
        ("es", "es", "es", "en"), ("es",),
        (
            (
                "Valentina Camila Luz_Marina Paola Carolina Andrea Juliana Daniela Marcela Diana Catalina Lina",
                "Andrés Santiago Juan_Carlos Felipe Sebastián Mauricio Camilo Jorge Diego Hernán Óscar Iván",
                "Restrepo Gómez Rodríguez Ospina Cárdenas Mejía Zapata Quintero Vargas Londoño Arango Muñoz Cifuentes",
                "Restrepo Gómez Rodríguez Ospina Cárdenas Mejía Zapata Quintero Vargas Londoño Arango Muñoz Cifuentes",
            ),
        ),
    ),
    Diaspora(
        "SN", 11,
        ("Paris, FR", "Lyon, FR", "Milan, IT", "Barcelona, ES", "New York City, US", "Brussels, BE", "Lisbon, PT", "Montréal, CA"),
        ("Dakar", "Saint-Louis", "Thiès", "Ziguinchor", "Kaolack"),
        ("fr", "fr", "fr", "en"), ("wo", "fr"),
        (
            (
                "Aminata Fatou Awa Mariama Khady Ndèye Coumba Aïssatou Rokhaya Sokhna Astou Bineta",
                "Mamadou Ousmane Ibrahima Cheikh Moussa Abdoulaye Modou Babacar Pape Lamine Alioune Samba",
                "Diop Ndiaye Fall Sarr Sow Ba Diallo Gueye Faye Cissé Mbaye Sy Seck Thiam",
                "Diop Ndiaye Fall Sarr Sow Ba Diallo Gueye Faye Cissé Mbaye Sy Seck Thiam",
            ),
        ),
    ),
    Diaspora(
        "LB", 8,
        ("Paris, FR", "Montréal, CA", "São Paulo, BR", "Sydney, AU", "Dubai, AE", "Berlin, DE", "Boston, US"),
        ("Beirut", "Tripoli", "Sidon", "Zahlé"),
        ("en", "fr", "ar"), ("ar", "fr", "en"),
        (
            (
                "Rima Nadine Carla Joumana Maya Rana Lara Yasmine Hala Zeina",
                "Georges Karim Elie Ziad Fadi Marwan Tony Rami Nabil Jad",
                "Haddad Khoury Saab Gemayel Nasr Aoun Mansour Rahme Sleiman Tabet Chidiac",
                "Haddad Khoury Saab Gemayel Nasr Aoun Mansour Rahme Sleiman Tabet Chidiac",
            ),
            (
                "ريما نادين جمانة مايا رنا يسمين هالة زينة",
                "جورج كريم إيلي زياد فادي مروان رامي نبيل",
                "حداد خوري صعب نصر منصور سليمان ثابت شدياق",
                "حداد خوري صعب نصر منصور سليمان ثابت شدياق",
            ),
        ),
    ),
    Diaspora(
        "SY", 8,
        ("Berlin, DE", "Hamburg, DE", "Istanbul, TR", "Gaziantep, TR", "Stockholm, SE", "Malmö, SE", "Vienna, AT", "Amsterdam, NL"),
        ("Damascus", "Aleppo", "Homs", "Latakia"),
        ("ar", "ar", "en"), ("ar",),
        (
            (
                "رنيم هبة ليلى سارة نور مريم دعاء رغد آية لمى",
                "أحمد محمد خالد عمار باسل سامر أنس حسام فراس طارق",
                "الحلبي الشامي الحمصي القاسم درويش الخطيب الأحمد السباعي قباني العظم",
                "الحلبي الشامي الحمصي القاسم درويش الخطيب الأحمد السباعي قباني العظم",
            ),
            (
                "Raneem Hiba Layla Sara Nour Mariam Doaa Lama",
                "Ahmad Khaled Ammar Basel Samer Anas Husam Firas Tarek",
                "Al-Halabi Al-Shami Darwish Al-Khatib Kassem Sibai Kabbani",
                "Al-Halabi Al-Shami Darwish Al-Khatib Kassem Sibai Kabbani",
            ),
        ),
    ),
    Diaspora(
        "UA", 9,
        ("Warsaw, PL", "Kraków, PL", "Prague, CZ", "Berlin, DE", "Lisbon, PT", "Toronto, CA", "Milan, IT", "Dublin, IE"),
        ("Kyiv", "Kharkiv", "Lviv", "Odesa", "Dnipro"),
        ("en", "en", "ru"), ("uk", "ru"),
        (
            (
                "Олена Оксана Ірина Наталія Юлія Тетяна Марія Катерина Ганна Софія",
                "Андрій Олександр Тарас Богдан Сергій Микола Дмитро Ігор Остап Василь",
                "Шевченко Коваленко Бондаренко Ткачук Мельник Кравчук Лисенко Гончар Поліщук Савчук",
                "Шевченко Коваленко Бондаренко Ткачук Мельник Кравчук Лисенко Гончар Поліщук Савчук",
            ),
            (
                "Olena Oksana Iryna Nataliia Yuliia Tetiana Mariia Kateryna",
                "Andrii Oleksandr Taras Bohdan Serhii Mykola Dmytro Ihor",
                "Shevchenko Kovalenko Bondarenko Tkachuk Melnyk Kravchuk Lysenko Honchar",
                "Shevchenko Kovalenko Bondarenko Tkachuk Melnyk Kravchuk Lysenko Honchar",
            ),
        ),
    ),
    Diaspora(
        "AM", 7,
        ("Moscow, RU", "Los Angeles, US", "Paris, FR", "Marseille, FR", "Tbilisi, GE", "Beirut, LB", "Berlin, DE"),
        ("Yerevan", "Gyumri", "Vanadzor"),
        ("ru", "en", "fr"), ("hy", "ru"),
        (
            (
                "Ани Лилит Нарине Мариам Гаяне Анаит Сона Тагуи",
                "Арам Давит Тигран Ваган Ашот Нарек Сурен Левон",
                "Саргсян Григорян Петросян Акопян Мкртчян Арутюнян Варданян Авагян",
                "Саргсян Григорян Петросян Акопян Мкртчян Арутюнян Варданян Авагян",
            ),
            (
                "Ani Lilit Narine Mariam Gayane Anahit Sona",
                "Aram Davit Tigran Vahan Ashot Narek Levon",
                "Sargsyan Grigoryan Petrosyan Hakobyan Mkrtchyan Harutyunyan Vardanyan Avagyan",
                "Sargsyan Grigoryan Petrosyan Hakobyan Mkrtchyan Harutyunyan Vardanyan Avagyan",
            ),
        ),
    ),
    Diaspora(
        "PH", 9,
        ("Dubai, AE", "Singapore, SG", "Los Angeles, US", "London, GB", "Rome, IT", "Toronto, CA", "Tokyo, JP", "Hong Kong, HK"),
        ("Manila", "Cebu City", "Davao", "Iloilo"),
        ("en",), ("tl", "en"),
        (
            (
                "Maria_Luisa Jasmine Rowena Liza Grace Cristina Joy Marites Angelica Rosario",
                "Jose Ramon Mark Antonio Rodel Jun Paolo Emmanuel Rey Carlo",
                "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Villanueva Dela_Cruz Aquino Ramos",
                "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Villanueva Dela_Cruz Aquino Ramos",
            ),
        ),
    ),
)  # fmt: skip
HOME_LANGUAGES = {
    "DE": "de", "AT": "de", "RU": "ru", "TR": "tr", "KR": "ko", "CZ": "cs", "US": "en", "FR": "fr", "BE": "fr", "ES": "es", "NL": "nl",
    "CA": "en", "IT": "it", "GB": "en", "AR": "es", "PT": "pt", "BR": "pt", "AU": "en", "AE": "en", "SE": "sv", "PL": "pl", "IE": "en",
    "GE": "ka", "SG": "en", "JP": "ja", "HK": "en", "KZ": "ru", "LB": "ar",
}  # fmt: skip
KYRGYZ_LINES = (
    "Айылымды эч качан унутпайм, жай сайын барып турам.",
    "Ким кайда болбосун, бири-бирибизге жардам берели.",
    "Кыргыз тилинде да жазсаңыз болот, кубаныч менен жооп берем.",
    "Балдарыма эне тилибизди үйрөтүп жатам.",
    "Туулган жериме пайдам тийсе дейм.",
)
