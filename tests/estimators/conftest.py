from types import SimpleNamespace

import pytest


@pytest.fixture
def indonesia():
    """Indonesian parties: followers and votes.

    `audience`: INTRANS, September 2015 to January 2016, thousands on Facebook, Twitter, Instagram, Google+ and YouTube
    together, as reported by Antara (antaranews.com/berita/543935), in the order Gerindra, PDIP, PSI, Hanura, PKS,
    Demokrat, PAN, Golkar, Perindo, NasDem, PPP, PKB. `twitter`: followers on 14 August 2016
    (informasi-daftar.blogspot.co.id/2016/08) of Gerindra, PKS, PDIP, Golkar, NasDem, Demokrat, PKB, PPP, PAN, PBB,
    Hanura. Vote shares in percent: KPU decisions 411/Kpts/KPU/2014 and 987/2019 as revised on 31 August 2019. PSI and
    Perindo did not stand in 2014.
    """
    return SimpleNamespace(
        audience=[3800, 1600, 1100, 555, 250, 189, 143, 104, 48, 47, 16, 13],
        votes=[12.57, 19.328, 1.894, 1.544, 8.211, 7.77, 6.839, 12.31, 2.671, 9.046, 4.517, 9.695],
        before=[11.811, 18.949, None, 5.265, 6.786, 10.185, 7.587, 14.749, None, 6.724, 6.527, 9.041],
        twitter=[231237, 174934, 124740, 73765, 42650, 39986, 17842, 12652, 9768, 8084, 2129],
        twitter_votes=[12.57, 8.211, 19.328, 12.31, 9.046, 7.77, 9.695, 4.517, 6.839, 0.786, 1.544],
        twitter_before=[11.811, 6.786, 18.949, 14.749, 6.724, 10.185, 9.041, 6.527, 7.587, 1.461, 5.265],
    )
