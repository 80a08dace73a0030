"""What people of the benchmarks' organisations are called and write."""

from __future__ import annotations

FIRST = (
    "Samira", "Joost", "Omar", "Petra", "Mieke", "Anton", "Fatima", "Bart", "Lotte", "Daan", "Noor",
    "Willem", "Yusuf", "Ingrid", "Sander", "Aylin", "Henk", "Marloes", "Ruben", "Chantal", "Erik",
    "Sanne", "Mohammed", "Tineke", "Jeroen", "Naima", "Kees", "Roos", "Dirk", "Esra", "Pieter",
    "Anouk", "Gerrit", "Femke", "Ali", "Wilma", "Thijs", "Karin", "Stefan", "Leyla",
)  # fmt: skip
FAMILY = (
    "Haddou", "Wever", "Tahiri", "Vlam", "Bos", "Griffioen", "de Vries", "van den Berg", "Jansen",
    "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "van der Meer", "Yılmaz", "El Amrani",
    "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Kok", "Vos",
    "van Dam", "Schouten", "Willems", "Hoekstra", "Kuipers", "van Vliet", "Bosch", "Prins", "Postma",
    "Veenstra", "Koster", "Maas", "Verhoeven",
)  # fmt: skip
TITLES = (
    "Eerste meterstand via foto", "Brief in gewone taal", "Zelf terugbelmoment kiezen",
    "Verhuizen in één keer", "Storing? Wij bellen u", "Rekening uitgelegd in beeld",
    "Bezwaar: eerst even bellen", "Wachttijd vooraf op het scherm", "Eén formulier minder",
    "Afspraak verzetten zonder bellen", "Monteur appt een half uur vooraf",
    "Bijstand aanvragen aan tafel", "Betalen in termijnen zonder schaamte",
    "Vergunning: stand van zaken per sms", "Nieuwe bewoner welkom heten",
    "Klacht van gisteren, vandaag gebeld", "Machtiging voor de buurvrouw", "Kindbrief bij verhuizing",
)  # fmt: skip
STEPS = {
    "listened": (
        "Met een klant aan tafel de brief gelezen", "Een ochtend meegeluisterd bij klantcontact",
        "Drie mensen in de hal gevraagd waar ze voor kwamen", "Teruggebeld na een klacht",
        "Meegereden met de monteur", "Bij een oudere klant thuis meegekeken",
        "Gevraagd wat er niet duidelijk was aan de rekening", "Een bezwaarmaker gebeld en geluisterd",
    ),
    "tried": (
        "Nieuwe kop boven de brief geprobeerd bij tien klanten", "Een dag lang zonder doorverbinden",
        "Eerste versie van de sms laten lezen", "Proef: afspraak aan het einde van de middag",
        "Formulier met één vraag minder uitgeprobeerd", "Terugbellijst op papier bijgehouden",
        "Zelf het formulier ingevuld zoals een klant", "Samen met de balie een kaartje gemaakt",
    ),
    "changed": (
        "De alinea over boetes geschrapt", "Het telefoonnummer staat nu bovenaan",
        "Iedereen in het team gebruikt de nieuwe tekst", "De standaardbrief is aangepast",
        "Wachttijd staat voortaan op de pagina", "Afspraak gemaakt met Facturatie over terugbellen",
        "Nieuwe medewerkers krijgen dit voortaan uitgelegd", "Het oude formulier is van de site",
    ),
}  # fmt: skip
WORDS = (
    "Ik wist niet dat ik ook gewoon had mogen bellen.", "Drie brieven, en in alle drie iets anders.",
    "Als iemand me even had gebeld, was ik niet boos geworden.", "Ik durfde de envelop niet open te maken.",
    "Nu snap ik eindelijk waar dat bedrag vandaan komt.", "U bent de eerste die vraagt hoe het gaat.",
    "Het lag niet aan de monteur, het lag aan het wachten.", "Waarom moet ik alles twee keer invullen?",
)  # fmt: skip
STUCK = (
    "We krijgen geen toegang tot de brieven.", "Niemand weet wie dit mag beslissen.",
    "Het systeem laat geen kortere tekst toe.", "Mijn collega is weg en ik sta er alleen voor.",
)  # fmt: skip
LESSONS = (
    "Dit was te groot om in één keer te doen.", "Klanten misten het niet toen het weg was.",
    "Zonder de mensen van de balie begin je hier niet aan.", "Vraag het eerst aan drie klanten.",
)  # fmt: skip
STORIES = (
    "Een klant belde boos over haar rekening. We lazen hem samen en snapten hem ook niet.\n\n"
    "We schreven de brief opnieuw en lieten tien klanten hem lezen.\n\n"
    "Sindsdien belt nog maar één op de vijf mensen terug met een vraag.",
    "Mensen stonden voor niets in de hal.\n\nNu zien ze vooraf hoe druk het is.\n\n"
    "De balie is rustiger, en klanten zeggen dat ze welkom zijn.",
    "Wie verhuisde moest drie keer bellen.\n\nWe maakten er één gesprek van.\n\nDat scheelt iedereen tijd.",
)
PROCESSES = (
    "Verhuizen", "Aansluiting aanvragen", "Rekening betalen", "Storing melden", "Meterstand doorgeven",
    "Bezwaar maken", "Vergunning aanvragen", "Bijstand aanvragen", "Afspraak maken", "Klacht indienen",
    "Paspoort ophalen", "Machtiging regelen",
)  # fmt: skip
GROUPS = ("Bewoners", "Ondernemers", "Nieuwe bewoners", "Mantelzorgers", "Andere overheden")
AMBITIONS = (
    "De klant weet waar die aan toe is.", "In één keer goed geholpen.",
    "Iedereen begrijpt onze brieven.", "We bellen voordat de klant belt.",
)  # fmt: skip
